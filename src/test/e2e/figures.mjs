// Prints how long connecting and the first frame take: a measurement, never a test. Beside each
// figure stands what Chromium alone needs here: two of its peer connections in one page, without
// signalling. livekit-client looks only every 50 ms whether it is connected. What counts is a warm
// server; `node figures.mjs 0` shows one that has just started.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { promisify } from 'node:util';
import { Akkord, akkord, token } from './lib/akkord.mjs';
import { Browser } from './lib/browser.mjs';
import { seconds } from './lib/media.mjs';

const REHEARSALS = Number(process.argv[2] ?? 2000); // joins that warm up the server
const WARM_UP = 120; // joins that warm up the page, and the server to Chromium's descriptions
const JOINS = 15;
const BURSTS = 3;
const modes = { 'single PC': {}, 'dual PC': { singlePeerConnection: false } };

const server = await Akkord.start();
if (REHEARSALS > 0) {
  const options = ['rehearse', '--url', server.url, '--joins', String(REHEARSALS),
    '--packets', '0', '--frames', '0'];
  await promisify(execFile)(akkord, options);
}
const browser = await Browser.launch();

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const millis = (values) => `${median(values).toFixed(0)} ms`;
let ticks = stolen();
const load = () => {
  const [before, now] = [ticks, stolen()];
  ticks = now;
  const share = (100 * (now.stolen - before.stolen)) / (now.all - before.all);
  return `load average ${loadavg()[0].toFixed(1)}, ${share.toFixed(0)} % of the CPU given to others`;
};

/** Ticks of all cores so far, and those in which another guest of the same host had the core. */
function stolen() {
  const fields = readFileSync('/proc/stat', 'utf8').split('\n')[0].split(/ +/).slice(1, 9).map(Number);
  return { stolen: fields[7], all: fields.reduce((sum, field) => sum + field) };
}

/** User and system time of the server in ms. */
function cpu() {
  const fields = readFileSync(`/proc/${server.pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return 10 * (Number(fields[11]) + Number(fields[12]));
}

/** Joins from a page that is open already; resolves with both times in ms. */
async function join(peer, room, identity, roomOptions) {
  const access = await token(room, identity, { canPublish: false });
  return peer.page.evaluate(async ([url, jwt, options]) => {
    const started = performance.now();
    const seen = new Promise((resolve) => {
      const look = () => {
        const shown = [...document.querySelectorAll('video')]
          .some((video) => video.getVideoPlaybackQuality().totalVideoFrames > 0);
        if (shown) resolve(performance.now() - started);
        else setTimeout(look, 5);
      };
      look();
    });
    const connect = await window.peer.connect(url, jwt, options);
    return { connect, frame: await seen };
  }, [server.url, access, roomOptions]);
}

/** The same between two peer connections of one page: the client's sections, the server's video. */
async function floor() {
  const peer = await browser.participant();
  const result = await peer.page.evaluate(async () => {
    const camera = await navigator.mediaDevices.getUserMedia(
      { video: { width: 640, height: 360, frameRate: 15 } });
    await new Promise((warm) => setTimeout(warm, 500));
    const started = performance.now();
    const [client, sender] = [new RTCPeerConnection(), new RTCPeerConnection()];
    // A candidate that comes before the description it belongs to would be refused.
    const trickle = (from, to) => {
      const described = new Promise((resolve) => {
        to.onsignalingstatechange = () => to.remoteDescription && resolve();
      });
      from.onicecandidate = (event) =>
        event.candidate && described.then(() => to.addIceCandidate(event.candidate.toJSON()));
    };
    trickle(client, sender);
    trickle(sender, client);
    const connected = new Promise((resolve) => {
      client.onconnectionstatechange = () =>
        client.connectionState === 'connected' && resolve(performance.now() - started);
    });
    const video = document.createElement('video');
    client.ontrack = (event) => {
      if (event.track.kind !== 'video' || video.srcObject) return;
      video.srcObject = new MediaStream([event.track]);
      video.muted = true;
      video.autoplay = true;
      document.body.append(video);
    };
    for (const label of ['_lossy', '_reliable', '_data_track']) client.createDataChannel(label);
    for (const kind of ['audio', 'audio', 'audio', 'video', 'video', 'video']) {
      client.addTransceiver(kind, { direction: 'recvonly' });
    }
    await client.setLocalDescription(await client.createOffer());
    sender.addTrack(camera.getVideoTracks()[0], camera);
    await sender.setRemoteDescription(client.localDescription);
    await sender.setLocalDescription(await sender.createAnswer());
    await client.setRemoteDescription(sender.localDescription);
    const connect = await connected;
    while (!video.getVideoPlaybackQuality().totalVideoFrames) {
      await new Promise((again) => setTimeout(again, 5));
    }
    return { connect, frame: performance.now() - started };
  });
  await peer.page.close();
  return result;
}

/** One more join from a page that leaves again, so that it can be the next one too. */
async function again(peer, room, identity, roomOptions, pause = 0.5) {
  const result = await join(peer, room, identity, roomOptions);
  await seconds(pause);
  await leave(peer);
  await seconds(pause);
  return result;
}

async function leave(peer) {
  await peer.call('leave');
  await peer.page.evaluate(() => document.querySelectorAll('video').forEach((v) => v.remove()));
}

async function fromNewPage(room, identity, roomOptions) {
  const peer = await browser.participant();
  const result = await join(peer, room, identity, roomOptions);
  await peer.page.close();
  return result;
}

/** Five pages join within a second, again and again; resolves with the first round and the rest. */
async function bursts(room, roomOptions) {
  const peers = await Promise.all([...Array(5).keys()].map(() => browser.participant()));
  const rounds = [];
  for (let round = 0; round <= BURSTS; round++) {
    await seconds(2); // pages that still load or leave would be measured too
    rounds.push(await Promise.all(peers.map(async (peer, i) => {
      await seconds(i * 0.2);
      return join(peer, room, `burst${round}-${i}`, roomOptions);
    })));
    await Promise.all(peers.map(leave));
  }
  await Promise.all(peers.map((peer) => peer.page.close()));
  return [rounds[0], rounds.slice(1).flat()];
}

for (const [mode, roomOptions] of Object.entries(modes)) {
  const room = `figures ${mode}`;
  const alice = await browser.join(server, room, 'alice', { roomOptions });
  await alice.call('publish');
  const bob = await browser.participant();
  for (let i = 0; i < WARM_UP; i++) await again(bob, room, `warm${i}`, roomOptions, 0.1);
  const [warm, fresh, floors, times] = [[], [], [], []];
  load(); // from here on
  for (let i = 0; i < JOINS; i++) {
    const before = cpu();
    warm.push(await again(bob, room, `bob${i}`, roomOptions));
    times.push(cpu() - before);
  }
  for (let i = 0; i < JOINS; i++) {
    fresh.push(await fromNewPage(room, `carol${i}`, roomOptions));
    floors.push(await floor());
    await seconds(0.5);
  }
  console.log(`${mode}, medians of ${JOINS} after ${REHEARSALS} of the server, ${load()}:`);
  for (const what of ['connect', 'frame']) {
    const [known, first, least] =
      [warm, fresh, floors].map((results) => millis(results.map((result) => result[what])));
    console.log(`  ${what.padEnd(7)} ${known} from a page that has joined before, ` +
      `${first} from a new one; Chromium with itself in a new one ${least}`);
  }
  console.log(`  server CPU a join, with the media of 1.5 s ${millis(times)}`);
  const rounds = await bursts(room, roomOptions);
  const during = load();
  for (const [i, results] of rounds.entries()) {
    const frames = results.map((result) => result.frame);
    const connects = results.map((result) => result.connect);
    console.log(`  five ${i === 0 ? 'new pages' : 'that joined before'} within a second: connect ` +
      `${millis(connects)}, frame ${millis(frames)}, worst of ${frames.length} ` +
      `${Math.max(...frames).toFixed(0)} ms, ${during}`);
  }
  await bob.page.close();
  await alice.page.close();
}
await browser.close();
await server.stop();
