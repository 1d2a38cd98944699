// Simulcast, H264, the classic ClientHello and older clients, all in headless Chromium.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { Akkord } from './lib/akkord.mjs';
import { Browser } from './lib/browser.mjs';
import { assertAudio, assertFrames, during, hearsAudio, seconds, seesVideo, until } from './lib/media.mjs';

let server;
let browser;

before(async () => {
  [server, browser] = await Promise.all([Akkord.start(), Browser.launch()]);
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

const width = async (peer) => (await peer.statistics()).videos.at(-1)?.width;

test('simulcast: the best layer is reached, a lower one and a pause are obeyed', async () => {
  const alice = await browser.join(server, 'layers', 'alice');
  const bob = await browser.join(server, 'layers', 'bob');
  await alice.call('publish', {
    microphone: false,
    video: { resolution: { width: 1280, height: 720, frameRate: 15 } },
    publish: { simulcast: true },
  });
  await seesVideo(bob);
  const sending = async () => (await alice.statistics()).outbound
    .filter((stream) => stream.frames > 0).map((stream) => stream.rid);
  await until(async () => (await sending()).length >= 2, 'alice sends several layers', 30);
  const best = async () => Math.max(...(await alice.statistics()).outbound
    .filter((stream) => stream.frames > 0).map((stream) => stream.width));
  await until(async () => (await width(bob)) === (await best()), 'bob gets the best layer', 30);

  const publication = `[...room().remoteParticipants.values()][0].getTrackPublication('camera')`;
  const ask = (script) => bob.page.evaluate(`(() => { const { room } = window.peer; ${script} })()`);
  await ask(`${publication}.setVideoQuality(0)`);
  await until(async () => (await width(bob)) <= 320, 'bob gets the lowest layer', 20);
  await ask(`${publication}.setEnabled(false)`);
  await seconds(1);
  const [paused] = await during(2, bob);
  assert.ok(paused.framesDecoded <= 2, `${paused.framesDecoded} frames while disabled`);
  await ask(`${publication}.setEnabled(true)`);
  const [resumed] = await during(4, bob);
  assert.ok(resumed.framesDecoded > 20, `${resumed.framesDecoded} frames after enabling again`);
  await Promise.all([alice, bob].map((peer) => peer.page.close()));
});

// VP9 and AV1 come with several spatial layers in one stream, each counted as a frame.
for (const [videoCodec, layers] of [['h264', 1], ['vp9', 2], ['av1', 2]]) {
  test(videoCodec, async () => {
    const alice = await browser.join(server, videoCodec, 'alice');
    const bob = await browser.join(server, videoCodec, 'bob');
    await alice.call('publish', {
      microphone: false, publish: { videoCodec, simulcast: false, backupCodec: false } });
    await seesVideo(bob);
    const [sent, seen] = await during(5, alice, bob);
    assertFrames({ framesEncoded: sent.framesEncoded / layers }, seen);
    const codec = await bob.page.evaluate(`(async () => {
      for (const pc of window.connections) {
        const statistics = await pc.getStats();
        for (const s of statistics.values())
          if (s.type === 'inbound-rtp' && s.kind === 'video') return statistics.get(s.codecId).mimeType;
      }
    })()`);
    assert.equal(String(codec).toLowerCase(), `video/${videoCodec}`);
    await Promise.all([alice, bob].map((peer) => peer.page.close()));
  });
}

for (const version of ['1.15.13', '0.18.6']) {
  test(`livekit-client ${version} with 2.23.0, both ways`, async () => {
    const alice = await browser.join(server, `old ${version}`, 'alice', { version });
    const bob = await browser.join(server, `old ${version}`, 'bob');
    await alice.call('publish');
    await bob.call('publish');
    await Promise.all([seesVideo(alice), seesVideo(bob), hearsAudio(alice), hearsAudio(bob)]);
    const [a, b] = await during(10, alice, bob);
    assertFrames(a, b);
    assertFrames(b, a);
    assertAudio(a);
    assertAudio(b);
    await Promise.all([alice, bob].map((peer) => peer.page.close()));
  });
}

test('a ClientHello without the post-quantum key share', async () => {
  const classic = await Browser.launch(['--disable-features=WebRtcPqcForDtls']);
  try {
    const alice = await classic.join(server, 'classic', 'alice');
    const bob = await browser.join(server, 'classic', 'bob');
    await alice.call('publish');
    await bob.call('publish', { camera: false });
    await Promise.all([seesVideo(bob), hearsAudio(alice)]);
    const [sent, seen] = await during(5, alice, bob);
    assertFrames(sent, seen);
    await bob.page.close();
  } finally {
    await classic.close();
  }
});
