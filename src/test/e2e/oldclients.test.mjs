// Every older livekit-client that is still met in the wild, with the newest one: join, publish,
// subscribe, resume.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { Akkord } from './lib/akkord.mjs';
import { Browser } from './lib/browser.mjs';
import { seesVideo, until } from './lib/media.mjs';
import { Proxy } from './lib/proxy.mjs';

const versions = ['0.13.4', '0.15.4', '0.18.6', '1.0.1', '1.3.3', '1.9.7', '1.12.3', '1.15.13',
  '2.0.10', '2.5.10', '2.9.9', '2.15.16', '2.18.10'];
const small = { microphone: false, video: { resolution: { width: 320, height: 180, frameRate: 10 } } };

let server;
let browser;
let proxy;
let newest;

before(async () => {
  [server, browser] = await Promise.all([Akkord.start(), Browser.launch()]);
  proxy = await Proxy.start(server.port);
  newest = await browser.join(server, 'museum', 'newest');
  await newest.call('publish', small);
});

after(async () => {
  proxy?.close();
  await browser?.close();
  await server?.stop();
});

/** Waits until `peer` has decoded some more frames. */
async function seesMore(peer, what) {
  const { framesDecoded } = await peer.statistics();
  await until(async () => (await peer.statistics()).framesDecoded > framesDecoded + 5,
    async () => `${peer.identity} decodes ${what}; ${JSON.stringify(await peer.statistics())}\n` +
      `${JSON.stringify(await peer.events())}\n${peer.console.slice(-20).join('\n')}`);
}

for (const version of versions) {
  test(`livekit-client ${version}`, async () => {
    await newest.forget();
    const old = await browser.join({ url: proxy.url }, 'museum', version, { version });
    await old.call('publish', small);
    await newest.sees('trackSubscribed', version, 'camera');
    await Promise.all([seesVideo(old), seesMore(newest, version)]);

    proxy.cut();
    await until(() => proxy.count > 0, () => `${version} opens another socket: ${old.console.join()}`);
    await Promise.all([seesMore(old, 'the newest'), seesMore(newest, `${version} again`)]);
    // Proof that the new socket serves the old session: what is said there is heard.
    await old.call('mute', 'camera');
    await newest.sees('trackMuted', version, 'camera');
    assert.equal((await newest.events('participantDisconnected')).length, 0, 'another session');
    assert.deepEqual(old.errors, []);
    await old.call('leave');
    await newest.sees('participantDisconnected', version);
    await old.page.close();
  });
}
