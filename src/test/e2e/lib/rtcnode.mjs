// A participant in a process of its own, on @livekit/rtc-node: run as a child, it prints one JSON
// line a second with what it sent and received. A panic of its native core goes to stderr.
import {
  AudioFrame, AudioSource, AudioStream, LocalAudioTrack, LocalVideoTrack, Room, RoomEvent,
  TrackKind, TrackPublishOptions, TrackSource, VideoBufferType, VideoFrame, VideoSource,
  VideoStream, dispose,
} from '@livekit/rtc-node';

const [url, token, publishes] = process.argv.slice(2);
const counts = { connected: 0, sent: 0, video: 0, audio: 0, energy: 0, participants: 0, reconnected: 0 };
const room = new Room();

async function watch(track) {
  if (track.kind === TrackKind.KIND_VIDEO) {
    for await (const _ of new VideoStream(track)) counts.video++;
  } else {
    for await (const frame of new AudioStream(track, 48_000, 1)) {
      counts.audio++;
      for (let i = 0; i < frame.data.length; i += 16) counts.energy += (frame.data[i] / 32_768) ** 2;
    }
  }
}

room.on(RoomEvent.TrackSubscribed, (track) => watch(track).catch((error) => console.error(error)));
room.on(RoomEvent.Reconnected, () => { counts.reconnected++; });
const started = Date.now();
await room.connect(url, token, { autoSubscribe: true, dynacast: false });
counts.connected = Date.now() - started;

if (publishes === 'publish') {
  const [width, height] = [640, 360];
  const video = new VideoSource(width, height);
  const audio = new AudioSource(48_000, 1);
  const options = (source) => new TrackPublishOptions({ source, simulcast: false });
  await room.localParticipant.publishTrack(
    LocalVideoTrack.createVideoTrack('camera', video), options(TrackSource.SOURCE_CAMERA));
  await room.localParticipant.publishTrack(
    LocalAudioTrack.createAudioTrack('microphone', audio), options(TrackSource.SOURCE_MICROPHONE));
  const picture = new Uint8Array(width * height * 3 / 2);
  setInterval(() => {
    picture.fill(counts.sent % 256, 0, width * height);
    picture.fill(128, width * height);
    video.captureFrame(new VideoFrame(picture, width, height, VideoBufferType.I420));
    counts.sent++;
  }, 66);
  let phase = 0;
  const speak = async () => {
    for (;;) {
      const samples = new Int16Array(480);
      for (let i = 0; i < 480; i++) samples[i] = 8000 * Math.sin((phase++ * 2 * Math.PI * 440) / 48_000);
      await audio.captureFrame(new AudioFrame(samples, 48_000, 1, 480));
    }
  };
  speak().catch((error) => console.error(error));
}

const printer = setInterval(() => {
  counts.participants = room.remoteParticipants.size;
  console.log(JSON.stringify(counts));
}, 500);

process.on('SIGTERM', async () => {
  clearInterval(printer);
  await room.disconnect();
  await dispose();
  process.exit(0);
});
