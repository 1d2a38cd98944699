// Loaded before any client library: keeps every peer connection, so that statistics do not depend
// on the library's version.
window.connections = [];
window.RTCPeerConnection = class extends window.RTCPeerConnection {
  constructor(...args) {
    super(...args);
    window.connections.push(this);
  }

  // A test may put a relay before the server's media ports: detour is put before this script.
  setRemoteDescription(description) {
    return super.setRemoteDescription(
      { type: description.type, sdp: detour(description.sdp, relayPorts) });
  }

  addIceCandidate(candidate) {
    return super.addIceCandidate(candidate && candidate.candidate
      ? { ...candidate, candidate: detour(candidate.candidate, relayPorts) } : candidate);
  }
};

window.relayPorts = {};
