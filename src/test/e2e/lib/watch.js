// Loaded before any client library: keeps every peer connection, so that statistics do not depend
// on the library's version.
window.connections = [];
window.RTCPeerConnection = class extends window.RTCPeerConnection {
  constructor(...args) {
    super(...args);
    window.connections.push(this);
  }
};
