// Loaded before any client library: keeps every peer connection, so that statistics do not depend
// on the library's version.
window.connections = [];
window.RTCPeerConnection = class extends window.RTCPeerConnection {
  constructor(...args) {
    super(...args);
    window.connections.push(this);
  }

  // A test may put a relay before the server's media ports.
  setRemoteDescription(description) {
    return super.setRemoteDescription({ type: description.type, sdp: detour(description.sdp) });
  }

  addIceCandidate(candidate) {
    return super.addIceCandidate(candidate && candidate.candidate
      ? { ...candidate, candidate: detour(candidate.candidate) } : candidate);
  }
};

window.relayPorts = {};

const detour = (text) => text && text.replace(/(\S+) (\d+) typ host/g, (all, address, port) =>
  (window.relayPorts[port] ? `127.0.0.1 ${window.relayPorts[port]} typ host` : all));
