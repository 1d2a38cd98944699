// Data tracks in a page: what window.peer.room() publishes and receives. Loaded by
// datatracks.test.mjs.
window.tracks = (() => {
  const mine = {};
  const frames = {};
  const ended = {};
  const room = () => window.peer.room();

  /** Bytes that begin with their number and follow from it. */
  const payload = (number, size) => {
    const bytes = new Uint8Array(size);
    for (let i = 4; i < size; i++) bytes[i] = (number * 31 + i * 7) & 0xff;
    new DataView(bytes.buffer).setUint32(0, number);
    return bytes;
  };

  const intact = (bytes, number) =>
    bytes.every((each, i) => i < 4 || each === ((number * 31 + i * 7) & 0xff));

  const find = (identity, name) => [...room().remoteParticipants.values()]
    .find((each) => each.identity === identity)?.dataTracks.get(name);

  async function read(name, stream) {
    const reader = stream.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      const number = new DataView(value.payload.buffer, value.payload.byteOffset).getUint32(0);
      frames[name].push({
        number, size: value.payload.length, intact: intact(value.payload, number),
        time: value.userTimestamp === undefined ? undefined : Number(value.userTimestamp),
      });
    }
    ended[name] = true;
  }

  return {
    /** Publishes; resolves with the sid, or with why not. */
    publish: (name) => room().localParticipant.publishDataTrack({ name }).then((track) => {
      mine[name] = track;
      return { sid: track.info.sid };
    }, (error) => ({ error: error.reasonName })),

    unpublish: (name) => mine[name].unpublish(),
    isPublished: (name) => mine[name].isPublished(),

    /** Sends numbered frames `from` to `to`, one every `pause` ms. */
    async push(name, from, to, size, pause = 10) {
      for (let number = from; number < to; number++) {
        await new Promise((done) => setTimeout(done, pause));
        mine[name].tryPush({ payload: payload(number, size), userTimestamp: BigInt(number + 1) });
      }
    },

    /** The names that somebody publishes. */
    offered: (identity) => [...([...room().remoteParticipants.values()]
      .find((each) => each.identity === identity)?.dataTracks.keys() ?? [])],

    /** Receives from now on. */
    subscribe(identity, name) {
      frames[name] = [];
      ended[name] = false;
      read(name, find(identity, name).subscribe()).catch((error) => { ended[name] = String(error); });
    },

    frames: (name) => frames[name],
    ended: (name) => ended[name],
  };
})();
