// A bare RTCPeerConnection in a page, without any client library. Loaded by lib/bare.mjs.
window.bare = (() => {
  const connection = new RTCPeerConnection();
  const channels = [];
  const got = [];
  const closed = [];

  /** Bytes, or text, that follow from their size. */
  const message = (size, text) => {
    const bytes = new Uint8Array(size).map((_, i) => (text ? 97 + (i % 26) : (size + i * 7) & 0xff));
    return text ? new TextDecoder().decode(bytes) : bytes;
  };

  const same = (data, text) => {
    const bytes = text ? new TextEncoder().encode(data) : data;
    const expected = message(bytes.length, text);
    return text ? data === expected : bytes.every((each, i) => each === expected[i]);
  };

  const keep = (channel) => {
    channel.binaryType = 'arraybuffer';
    channel.onmessage = ({ data }) => {
      const text = typeof data === 'string';
      const bytes = text ? data : new Uint8Array(data);
      got.push({ label: channel.label, text, size: bytes.length, intact: same(bytes, text),
        bytes: !text && bytes.length < 70_000 ? btoa(String.fromCharCode(...bytes.subarray(0, 2000))) : '' });
    };
    channel.onclose = () => closed.push(channel.label);
    channels.push(channel);
  };

  const find = (label) => channels.findLast((channel) => channel.label === label);
  connection.ondatachannel = ({ channel }) => keep(channel);

  return {
    got,
    closed,

    async offer() {
      await connection.setLocalDescription();
      return connection.localDescription.sdp;
    },

    answered: (sdp) => connection.setRemoteDescription({ type: 'answer', sdp }),

    async answer(sdp) {
      await connection.setRemoteDescription({ type: 'offer', sdp });
      await connection.setLocalDescription();
      return connection.localDescription.sdp;
    },

    open: (label, options) => keep(connection.createDataChannel(label, options)),
    send: (label, sizes, text) => sizes.forEach((size) => find(label).send(message(size, text))),
    raw: (label, base64) =>
      find(label).send(Uint8Array.from(atob(base64), (each) => each.charCodeAt(0))),
    close: (label) => find(label).close(),
    state: (label) => find(label)?.readyState,
    limit: () => connection.sctp.maxMessageSize,

    describe: () => channels.map(({ label, ordered, maxRetransmits, maxPacketLifeTime, id }) =>
      ({ label, ordered, maxRetransmits, maxPacketLifeTime, id })),
  };
})();
