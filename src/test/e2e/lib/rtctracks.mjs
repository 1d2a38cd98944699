// Data tracks on the core of @livekit/rtc-node, in a process of its own. Its JavaScript does not
// offer them, so this asks the core itself. Prints one JSON line for each thing that happens, and
// does what the lines on its input say.
import { createInterface } from 'node:readline';
import { Room, dispose } from '@livekit/rtc-node';

const [url, token] = process.argv.slice(2);
const room = new Room();
const say = (event, details = {}) => console.log(JSON.stringify({ event, ...details }));
const offered = new Map();
const streams = new Map();
const mine = new Map();
let core;

const ask = (name, value) => core.request({ message: { case: name, value } });

function received(stream, detail) {
  const name = streams.get(stream);
  if (!name) return;
  if (detail.case === 'eos') return say('ended', { name });
  const { payload, userTimestamp } = detail.value.frame;
  const number = new DataView(payload.buffer, payload.byteOffset).getUint32(0);
  const intact = payload.every((each, i) => i < 4 || each === ((number * 31 + i * 7) & 0xff));
  say('frame', { name, number, size: payload.length, intact,
    time: userTimestamp === undefined ? undefined : Number(userTimestamp) });
  ask('dataTrackStreamRead', { streamHandle: stream });
}

function onEvent({ message }) {
  if (message.case === 'dataTrackStreamEvent') {
    received(message.value.streamHandle, message.value.detail);
  } else if (message.case === 'roomEvent' && message.value.message.case === 'dataTrackPublished') {
    const { track } = message.value.message.value;
    offered.set(track.info.name, track.handle.id);
    say('offered', { name: track.info.name, from: track.publisherIdentity });
  }
}

/** The same bytes as in datatracks.js. */
const payload = (number, size) => {
  const bytes = new Uint8Array(size);
  for (let i = 4; i < size; i++) bytes[i] = (number * 31 + i * 7) & 0xff;
  new DataView(bytes.buffer).setUint32(0, number);
  return bytes;
};

const deeds = {
  async subscribe({ name }) {
    const { stream } = ask('subscribeDataTrack', { trackHandle: offered.get(name), options: {} });
    streams.set(stream.handle.id, name);
    ask('dataTrackStreamRead', { streamHandle: stream.handle.id });
  },
  async publish({ name }) {
    const requestAsyncId = core.getNextRequestAsyncId();
    const answer = core.waitFor((event) => event.message.case === 'publishDataTrack' &&
      event.message.value.asyncId === requestAsyncId);
    ask('publishDataTrack', { requestAsyncId, options: { name },
      localParticipantHandle: room.localParticipant.ffi_handle.handle });
    const { result } = await answer;
    if (result.case === 'error') throw new Error(JSON.stringify(result.value));
    mine.set(name, result.value.handle.id);
    say('published', { name, sid: result.value.info.sid });
  },
  async push({ name, from, to, size }) {
    for (let number = from; number < to; number++) {
      await new Promise((done) => setTimeout(done, 10));
      ask('localDataTrackTryPush', { trackHandle: mine.get(name),
        frame: { payload: payload(number, size), userTimestamp: BigInt(number + 1) } });
    }
  },
  async unpublish({ name }) {
    ask('localDataTrackUnpublish', { trackHandle: mine.get(name) });
  },
};

createInterface({ input: process.stdin }).on('line', (line) => {
  const order = JSON.parse(line);
  deeds[order.do](order).then(() => say('done', { id: order.id }),
    (error) => say('failed', { id: order.id, error: String(error) }));
});

const connecting = room.connect(url, token, { autoSubscribe: true, dynacast: false });
core = globalThis._ffiClientInstance;
core.on('ffi_event', onEvent);
await connecting;
say('connected', { sid: room.localParticipant.sid });

process.on('SIGTERM', async () => {
  await room.disconnect();
  await dispose();
  process.exit(0);
});
