// Data in a page: what window.peer.room() receives, and ways to send. Loaded by data.test.mjs.
window.data = (() => {
  const packets = [];
  const streams = [];
  const files = [];
  const room = () => window.peer.room();
  const old = window.peer.version.startsWith('1.');

  const hash = async (bytes) => [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))]
    .map((each) => each.toString(16).padStart(2, '0')).join('');

  /** Bytes that begin with their number and follow from it. */
  const message = (number, size) => {
    const bytes = new Uint8Array(size);
    for (let i = 4; i < size; i++) bytes[i] = (number * 31 + i * 7) & 0xff;
    new DataView(bytes.buffer).setUint32(0, number);
    return bytes;
  };

  const intact = (bytes) => {
    const number = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
    return bytes.every((each, i) => i < 4 || each === ((number * 31 + i * 7) & 0xff));
  };

  return {
    packets,
    streams,
    files,

    listen() {
      room().on('dataReceived', (payload, participant, kind, topic) => packets.push({
        from: participant?.identity, topic, kind, size: payload.length, intact: intact(payload),
        number: new DataView(payload.buffer, payload.byteOffset).getUint32(0),
      }));
      room().registerTextStreamHandler?.('text', async (reader, from) => {
        streams.push({ from: from.identity, text: await reader.readAll() });
      });
      room().registerByteStreamHandler?.('file', async (reader, from) => {
        const parts = await reader.readAll();
        const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
        files.push({ from: from.identity, name: reader.info.name, size: bytes.length, hash: await hash(bytes) });
      });
      room().registerRpcMethod?.('reverse', async ({ payload, callerIdentity }) =>
        `${callerIdentity}:${[...payload].reverse().join('')}`);
      room().registerRpcMethod?.('refuse', async () => {
        throw new window.LivekitClient.RpcError(1234, 'not today', 'because');
      });
    },

    async send(count, size, options, pause = 0) {
      for (let i = 0; i < count; i++) {
        if (pause) await new Promise((done) => setTimeout(done, pause));
        const published = old
          ? [options.reliable ? 0 : 1, { topic: options.topic }]
          : [options];
        await room().localParticipant.publishData(message(i, size), ...published);
      }
    },

    sendText: (text, options) =>
      room().localParticipant.sendText(text, { topic: 'text', ...options }).then(() => true),

    async sendFile(size) {
      const bytes = new Uint8Array(size);
      for (let at = 0; at < size; at += 65_536) {
        crypto.getRandomValues(bytes.subarray(at, Math.min(size, at + 65_536)));
      }
      const progress = [];
      await room().localParticipant.sendFile(new File([bytes], 'five.bin'),
        { topic: 'file', onProgress: (share) => progress.push(share) });
      return { hash: await hash(bytes), progress: progress.length, last: progress.at(-1) };
    },

    rpc: (destinationIdentity, method, payload, responseTimeout) =>
      room().localParticipant.performRpc({ destinationIdentity, method, payload, responseTimeout })
        .then((answer) => ({ answer }),
          (error) => ({ code: error.code, message: error.message, data: error.data })),

    numbers: (from, topic) => packets
      .filter((packet) => packet.from === from && (!topic || packet.topic === topic))
      .map((packet) => packet.number),

    intact: () => packets.every((packet) => packet.intact),
  };
})();
