// A participant on @livekit/rtc-node in a process of its own: prints, one JSON line each, what data
// it gets, and does what the lines on its input say.
import { createInterface } from 'node:readline';
import { Room, RoomEvent, dispose } from '@livekit/rtc-node';

const [url, token] = process.argv.slice(2);
const room = new Room();
const say = (event, details = {}) => console.log(JSON.stringify({ event, ...details }));

/** The same bytes as in data.js. */
const message = (number, size) => {
  const bytes = new Uint8Array(size);
  for (let i = 4; i < size; i++) bytes[i] = (number * 31 + i * 7) & 0xff;
  new DataView(bytes.buffer).setUint32(0, number);
  return bytes;
};

room.on(RoomEvent.DataReceived, (payload, from, kind, topic) => {
  const number = new DataView(payload.buffer, payload.byteOffset).getUint32(0);
  const intact = payload.every((each, i) => i < 4 || each === ((number * 31 + i * 7) & 0xff));
  say('data', { from: from?.identity, topic, number, size: payload.length, intact });
});
room.on(RoomEvent.ParticipantConnected, (who) => say('joined', { who: who.identity }));
room.registerTextStreamHandler('text', async (reader, from) =>
  say('text', { from: from.identity, text: await reader.readAll() }));

await room.connect(url, token, { autoSubscribe: true, dynacast: false });
room.localParticipant.registerRpcMethod('reverse', async ({ payload, callerIdentity }) =>
  `${callerIdentity}:${[...payload].reverse().join('')}`);
say('connected', { sid: room.localParticipant.sid });

const deeds = {
  async send({ count, size, reliable, topic, to }) {
    for (let i = 0; i < count; i++) {
      await room.localParticipant.publishData(message(i, size),
        { reliable, topic, destination_identities: to });
    }
  },
  text: ({ text }) => room.localParticipant.sendText(text, { topic: 'text' }),
  file: ({ path, name }) => room.localParticipant.sendFile(path, { topic: 'file', name }),
  async rpc({ to, method, payload }) {
    const answer = await room.localParticipant.performRpc(
      { destinationIdentity: to, method, payload, responseTimeout: 10_000 });
    say('answer', { answer });
  },
};

createInterface({ input: process.stdin }).on('line', (line) => {
  const order = JSON.parse(line);
  deeds[order.do](order).then(() => say('done', { id: order.id }),
    (error) => say('failed', { id: order.id, error: String(error) }));
});

process.on('SIGTERM', async () => {
  await room.disconnect();
  await dispose();
  process.exit(0);
});
