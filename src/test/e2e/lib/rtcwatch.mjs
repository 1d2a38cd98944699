// A participant on @livekit/rtc-node in a process of its own that prints, one JSON line each, what
// it is told: { event, ... }. With `publish` it publishes a microphone, with `introduce` it says who
// it is.
import {
  AudioFrame, AudioSource, LocalAudioTrack, Room, RoomEvent, TrackPublishOptions, TrackSource,
  dispose,
} from '@livekit/rtc-node';

const [url, token, publishes] = process.argv.slice(2);
const room = new Room();
const say = (event, details = {}) => console.log(JSON.stringify({ event, ...details }));

room.on(RoomEvent.ParticipantMetadataChanged, (metadata, who) =>
  say('metadata', { who: who.identity, metadata: who.metadata }));
room.on(RoomEvent.ParticipantNameChanged, (name, who) => say('name', { who: who.identity, name: who.name }));
room.on(RoomEvent.ParticipantAttributesChanged, (changed, who) =>
  say('attributes', { who: who.identity, attributes: who.attributes }));
room.on(RoomEvent.RoomMetadataChanged, (metadata) => say('roomMetadata', { metadata }));
room.on(RoomEvent.TrackMuted, (publication, who) => say('muted', { who: who.identity, sid: publication.sid }));
room.on(RoomEvent.TrackSubscribed, (track, publication, who) =>
  say('subscribed', { who: who.identity, sid: publication.sid }));
room.on(RoomEvent.TrackUnsubscribed, (track, publication, who) =>
  say('unsubscribed', { who: who.identity, sid: publication.sid }));
room.on(RoomEvent.ParticipantConnected, (who) => say('joined', { who: who.identity }));
room.on(RoomEvent.ParticipantDisconnected, (who) => say('left', { who: who.identity }));
room.on(RoomEvent.Moved, () => say('moved', { room: room.name }));
room.on(RoomEvent.Disconnected, (reason) => say('disconnected', { reason }));

await room.connect(url, token, { autoSubscribe: true, dynacast: false });
if (publishes === 'publish') {
  const source = new AudioSource(48_000, 1);
  const options = new TrackPublishOptions({ source: TrackSource.SOURCE_MICROPHONE });
  const publication = await room.localParticipant.publishTrack(
    LocalAudioTrack.createAudioTrack('microphone', source), options);
  const speak = async () => {
    for (let phase = 0; ;) {
      const samples = new Int16Array(480);
      for (let i = 0; i < 480; i++) samples[i] = 8000 * Math.sin((phase++ * 2 * Math.PI * 440) / 48_000);
      await source.captureFrame(new AudioFrame(samples, 48_000, 1, 480));
    }
  };
  speak().catch((error) => console.error(error));
  say('published', { sid: publication.sid });
}
if (publishes === 'introduce') {
  await room.localParticipant.updateName('Nora');
  await room.localParticipant.updateMetadata('a node');
  await room.localParticipant.setAttributes({ role: 'host', mood: 'fine' });
  await room.localParticipant.setAttributes({ mood: '' });
}
say('connected', { sid: room.localParticipant.sid });

process.on('SIGTERM', async () => {
  await room.disconnect();
  await dispose();
  process.exit(0);
});
