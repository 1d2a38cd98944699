// The join page: one room, everybody's picture and sound, the state of the connection in view.
(() => {
  const { Room, RoomEvent, Track } = window.LivekitClient;
  const $ = (id) => document.getElementById(id);
  const tiles = new Map();
  let room;

  const address = new URLSearchParams(location.search);
  $('room').value = address.get('room') || 'lobby';
  $('name').value = address.get('name') || '';

  if (!window.isSecureContext) {
    $('host').textContent = location.host;
    document.querySelectorAll('.port').forEach((place) => { place.textContent = location.port || 80; });
    document.querySelectorAll('.hostname').forEach((place) => { place.textContent = location.hostname; });
    $('insecure').hidden = false;
    for (const id of ['with-camera', 'with-microphone']) {
      $(id).checked = false;
      $(id).disabled = true;
    }
  }

  function problem(place, text) {
    $(place).textContent = text;
    $(place).hidden = !text;
  }

  function explain(error) {
    switch (error.name) {
      case 'NotAllowedError':
        return 'The browser refused camera or microphone: allow them for this page and try again.';
      case 'NotFoundError':
        return 'No camera or microphone was found. You can join without them.';
      case 'NotReadableError':
        return 'Another program is using the camera or microphone.';
      default:
        return error.message || String(error);
    }
  }

  function arrange() {
    const count = tiles.size;
    const columns = Math.ceil(Math.sqrt(count));
    $('grid').style.setProperty('--columns', columns);
    $('grid').style.setProperty('--rows', Math.ceil(count / columns));
    $('alone').hidden = count !== 1;
  }

  function tileOf(participant) {
    let tile = tiles.get(participant.identity);
    if (!tile) {
      tile = $('tile').content.firstElementChild.cloneNode(true);
      const name = participant.name || participant.identity;
      tile.querySelector('.who').textContent = name + (participant.isLocal ? ' (you)' : '');
      tile.querySelector('.face').dataset.initials =
        name.split(/\s+/).map((word) => word[0]).join('').slice(0, 2).toUpperCase();
      let hue = 0;
      for (const letter of name) hue = (hue * 31 + letter.codePointAt(0)) % 360;
      tile.style.setProperty('--hue', hue);
      tile.classList.toggle('me', participant.isLocal);
      tiles.set(participant.identity, tile);
      $('grid').append(tile);
      arrange();
    }
    return tile;
  }

  function refresh(participant) {
    const tile = tileOf(participant);
    const camera = participant.getTrackPublication(Track.Source.Camera);
    const video = tile.querySelector('video');
    const showing = Boolean(camera?.track && !camera.isMuted);
    if (camera?.track) camera.track.attach(video);
    video.hidden = !showing;
    tile.querySelector('.muted').hidden = participant.isMicrophoneEnabled;
  }

  function remove(participant) {
    tiles.get(participant.identity)?.remove();
    tiles.delete(participant.identity);
    arrange();
  }

  function controls() {
    $('microphone').setAttribute('aria-pressed', room.localParticipant.isMicrophoneEnabled);
    $('camera').setAttribute('aria-pressed', room.localParticipant.isCameraEnabled);
    refresh(room.localParticipant);
  }

  async function toggle(kind) {
    const me = room.localParticipant;
    problem('call-problem', '');
    try {
      if (kind === 'camera') await me.setCameraEnabled(!me.isCameraEnabled);
      else await me.setMicrophoneEnabled(!me.isMicrophoneEnabled);
    } catch (error) {
      problem('call-problem', explain(error));
    }
    controls();
  }

  function showState(state) {
    $('state').textContent = state;
    $('state').className = `pill ${state}`;
  }

  function listen() {
    const update = (...parts) => refresh(parts.at(-1));
    room
      .on(RoomEvent.ConnectionStateChanged, showState)
      .on(RoomEvent.ParticipantConnected, refresh)
      .on(RoomEvent.ParticipantDisconnected, remove)
      .on(RoomEvent.TrackSubscribed, (track, publication, participant) => {
        if (track.kind === Track.Kind.Audio) document.body.append(track.attach());
        refresh(participant);
      })
      .on(RoomEvent.TrackUnsubscribed, (track, publication, participant) => {
        track.detach().filter((element) => element.tagName === 'AUDIO').forEach((element) => element.remove());
        refresh(participant);
      })
      .on(RoomEvent.TrackMuted, update)
      .on(RoomEvent.TrackUnmuted, update)
      .on(RoomEvent.LocalTrackPublished, controls)
      .on(RoomEvent.LocalTrackUnpublished, controls)
      .on(RoomEvent.ActiveSpeakersChanged, (speakers) => {
        const talking = new Set(speakers.map((speaker) => speaker.identity));
        tiles.forEach((tile, identity) => tile.classList.toggle('speaking', talking.has(identity)));
      })
      .on(RoomEvent.Disconnected, ended);
  }

  function ended() {
    clearInterval(meter);
    tiles.forEach((tile) => tile.remove());
    tiles.clear();
    document.querySelectorAll('body > audio').forEach((element) => element.remove());
    $('call').hidden = true;
    $('lobby').hidden = false;
    $('join').querySelector('button').disabled = false;
  }

  let meter;
  let last = { at: 0, sent: 0, received: 0 };

  async function measure() {
    const manager = room.engine?.pcManager;
    const now = { at: performance.now(), sent: 0, received: 0 };
    for (const transport of [manager?.publisher, manager?.subscriber]) {
      const report = await transport?.getStats();
      report?.forEach((entry) => {
        if (entry.type !== 'transport') return;
        now.sent += entry.bytesSent;
        now.received += entry.bytesReceived;
      });
    }
    if (last.at) {
      const kilobits = (bytes) => Math.max(0, Math.round(8 * bytes / (now.at - last.at)));
      $('up').textContent = kilobits(now.sent - last.sent);
      $('down').textContent = kilobits(now.received - last.received);
    }
    last = now;
  }

  async function join() {
    const [name, roomName] = [$('name').value.trim(), $('room').value.trim()];
    const query = new URLSearchParams({ room: roomName, identity: name });
    const answer = await fetch(`/dev/token?${query}`);
    if (!answer.ok) throw new Error(await answer.text());
    const { token } = await answer.json();
    room = new Room({ adaptiveStream: true, dynacast: true });
    listen();
    last = { at: 0, sent: 0, received: 0 };
    await room.connect(location.origin.replace(/^http/, 'ws'), token);
    $('lobby').hidden = true;
    $('call').hidden = false;
    $('title').textContent = roomName;
    refresh(room.localParticipant);
    room.remoteParticipants.forEach(refresh);
    meter = setInterval(measure, 1000);
    try {
      if ($('with-microphone').checked) await room.localParticipant.setMicrophoneEnabled(true);
      if ($('with-camera').checked) await room.localParticipant.setCameraEnabled(true);
    } catch (error) {
      problem('call-problem', explain(error));
    }
    controls();
  }

  $('join').addEventListener('submit', async (event) => {
    event.preventDefault();
    const button = $('join').querySelector('button');
    button.disabled = true;
    problem('problem', '');
    problem('call-problem', '');
    try {
      await join();
    } catch (error) {
      problem('problem', `Could not join: ${explain(error)}`);
      button.disabled = false;
    }
  });
  $('microphone').addEventListener('click', () => toggle('microphone'));
  $('camera').addEventListener('click', () => toggle('camera'));
  $('leave').addEventListener('click', () => room.disconnect());
})();
