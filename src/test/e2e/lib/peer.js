// One participant in a page, driven by the tests through page.evaluate. Works with livekit-client
// 2.x, 1.x and 0.18 alike.
window.peer = (() => {
  const L = window.LivekitClient;
  const events = [];
  let room;

  const note = (event, ...details) => events.push({ at: Date.now(), event, details });

  const attach = (track) => {
    if (track.kind !== 'video' && track.kind !== 'audio') return;
    const element = track.attach();
    element.autoplay = true;
    element.playsInline = true;
    element.muted = track.kind === 'video';
    document.body.append(element);
  };

  function listen(joined) {
    joined
      .on('trackSubscribed', (track, publication, participant) => {
        note('trackSubscribed', participant.identity, publication.source || track.kind);
        attach(track);
      })
      .on('trackUnsubscribed', (track, publication, participant) => {
        note('trackUnsubscribed', participant.identity, publication.source || track.kind);
        track.detach().forEach((element) => element.remove());
      })
      .on('trackPublished', (publication, participant) =>
        note('trackPublished', participant.identity, publication.source))
      .on('trackUnpublished', (publication, participant) =>
        note('trackUnpublished', participant.identity, publication.source))
      .on('trackMuted', (publication, participant) =>
        note('trackMuted', participant.identity, publication.source))
      .on('trackUnmuted', (publication, participant) =>
        note('trackUnmuted', participant.identity, publication.source))
      .on('participantConnected', (participant) => note('participantConnected', participant.identity))
      .on('participantDisconnected', (participant) =>
        note('participantDisconnected', participant.identity))
      .on('activeSpeakersChanged', (speakers) =>
        note('speakers', ...speakers.map((speaker) => speaker.identity)))
      .on('signalReconnecting', () => note('signalReconnecting'))
      .on('reconnecting', () => note('reconnecting'))
      .on('reconnected', () => note('reconnected'))
      .on('disconnected', (reason) => note('disconnected', reason));
    return joined;
  }

  return {
    events,
    room: () => room,
    version: L.version,

    /** Connects; resolves with the milliseconds `connect` took. */
    async connect(url, token, roomOptions = {}, connectOptions = {}) {
      const started = performance.now();
      if (!L.connect) {
        room = listen(new L.Room(roomOptions));
        await room.connect(url, token, connectOptions);
      } else {
        room = listen(await L.connect(url, token, { ...roomOptions, ...connectOptions }));
        room.participants.forEach((participant) =>
          participant.tracks.forEach((publication) => publication.track && attach(publication.track)));
      }
      return performance.now() - started;
    },

    async publish(options = {}) {
      const video = { resolution: { width: 640, height: 360, frameRate: 15 }, ...options.video };
      if (options.microphone !== false) {
        await room.localParticipant.setMicrophoneEnabled(true);
      }
      if (options.camera !== false) {
        const [camera] = await L.createLocalTracks({ audio: false, video });
        await room.localParticipant.publishTrack(camera, {
          simulcast: false, ...options.publish, source: 'camera', name: 'camera' });
      }
    },

    /** Publishes a steady tone as microphone: Chromium's fake one beeps too briefly for a speaker. */
    async publishTone() {
      const audio = new AudioContext();
      const tone = audio.createOscillator();
      const output = audio.createMediaStreamDestination();
      tone.frequency.value = 440;
      tone.connect(output);
      tone.start();
      await room.localParticipant.publishTrack(output.stream.getAudioTracks()[0],
        { source: 'microphone', name: 'tone', dtx: false });
    },

    publications() {
      const all = room.localParticipant.trackPublications || room.localParticipant.tracks;
      return [...all.values()];
    },

    find(source) {
      return this.publications().find((publication) => publication.source === source);
    },

    async mute(source) {
      await this.find(source).mute();
    },

    async unmute(source) {
      await this.find(source).unmute();
    },

    async unpublish(source) {
      await room.localParticipant.unpublishTrack(this.find(source).track);
    },

    async leave() {
      await room.disconnect();
    },

    async simulate(scenario, argument) {
      await room.simulateScenario(scenario, argument);
    },

    sid() {
      return room.localParticipant.sid;
    },

    /** Starts to measure the longest time in which no frame is decoded. */
    watchGap() {
      clearInterval(this.gapTimer);
      this.gap = 0;
      let frames = -1;
      let since = performance.now();
      this.gapTimer = setInterval(async () => {
        const { framesDecoded } = await this.statistics();
        const now = performance.now();
        this.gap = Math.max(this.gap, now - since);
        if (framesDecoded !== frames) [frames, since] = [framesDecoded, now];
      }, 50);
    },

    /** Milliseconds, since the measurement began. */
    longestGap() {
      return this.gap;
    },

    /** Sums over all connections of this page since it was opened. */
    async statistics() {
      const sums = {
        framesEncoded: 0, framesSent: 0, framesDecoded: 0, framesReceived: 0, audioPacketsSent: 0,
        audioPackets: 0, audioEnergy: 0, concealed: 0, samples: 0, nacks: 0, retransmitted: 0,
        videos: [], outbound: [], transports: [],
      };
      for (const connection of window.connections) {
        if (connection.connectionState === 'closed') continue;
        for (const entry of (await connection.getStats()).values()) {
          if (entry.type === 'outbound-rtp' && entry.kind === 'video') {
            sums.framesEncoded += entry.framesEncoded || 0;
            sums.framesSent += entry.framesSent || 0;
            sums.retransmitted += entry.retransmittedPacketsSent || 0;
            sums.outbound.push({
              rid: entry.rid, frames: entry.framesEncoded, width: entry.frameWidth,
              target: entry.targetBitrate, active: entry.active });
          } else if (entry.type === 'outbound-rtp') {
            sums.audioPacketsSent += entry.packetsSent || 0;
          } else if (entry.type === 'inbound-rtp' && entry.kind === 'video') {
            sums.framesDecoded += entry.framesDecoded || 0;
            sums.framesReceived += entry.framesReceived || 0;
            sums.nacks += entry.nackCount || 0;
            sums.videos.push({
              mid: entry.mid, frames: entry.framesDecoded || 0, width: entry.frameWidth || 0,
              height: entry.frameHeight || 0, pli: entry.pliCount, lost: entry.packetsLost });
          } else if (entry.type === 'inbound-rtp') {
            sums.audioPackets += entry.packetsReceived || 0;
            sums.audioEnergy += entry.totalAudioEnergy || 0;
            sums.concealed += entry.concealedSamples || 0;
            sums.samples += entry.totalSamplesReceived || 0;
          } else if (entry.type === 'transport') {
            sums.transports.push({
              tls: entry.tlsVersion, dtls: entry.dtlsCipher, srtp: entry.srtpCipher,
              state: entry.dtlsState });
          }
        }
      }
      return sums;
    },
  };
})();
