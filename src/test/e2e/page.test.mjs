// The join page of a developer's server, as a person uses it.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { Akkord } from './lib/akkord.mjs';
import { Browser } from './lib/browser.mjs';
import { until } from './lib/media.mjs';

let server;
let browser;

before(async () => {
  [server, browser] = await Promise.all([
    Akkord.start(), Browser.launch(['--host-resolver-rules=MAP akkord.test 127.0.0.1'])]);
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

async function open(name) {
  const page = await browser.context.newPage();
  page.problems = [];
  page.outside = [];
  page.on('pageerror', (error) => page.problems.push(String(error)));
  page.on('request', (request) => {
    if (!request.url().startsWith(server.http)) page.outside.push(request.url());
  });
  await page.goto(server.http + '/');
  await page.fill('#name', name);
  await page.click('button[type=submit]');
  await page.waitForSelector('#call:not([hidden])');
  return page;
}

const pictures = (page) => page.evaluate(() => [...document.querySelectorAll('.tile video')]
  .filter((video) => !video.hidden && video.getVideoPlaybackQuality().totalVideoFrames > 5).length);

test('two people join by name, see each other, mute and leave', async () => {
  assert.match(server.log(), new RegExp(`Join a call: +http://localhost:${server.port}/`));
  const alice = await open('Alice');
  const bob = await open('Bob');
  await until(async () => await pictures(alice) === 2 && await pictures(bob) === 2, 'two pictures each', 30);
  assert.equal(await alice.textContent('#state'), 'connected');
  await until(async () => Number(await alice.textContent('#down')) > 0, 'a bitrate is shown');
  await alice.click('#microphone');
  await until(() => bob.evaluate(() => [...document.querySelectorAll('.tile')].some((tile) =>
    tile.textContent.includes('Alice') && !tile.querySelector('.muted').hidden)), 'bob sees that alice is muted');
  await alice.click('#leave');
  await until(() => bob.evaluate(() => document.querySelectorAll('.tile').length === 1), 'alice is gone');
  await until(() => alice.isVisible('#join'), 'alice can join again');
  assert.deepEqual([...alice.problems, ...bob.problems, ...alice.outside, ...bob.outside], []);
  await Promise.all([alice.close(), bob.close()]);
});

test('over plain HTTP from elsewhere the page says why there is no camera, and what to do', async () => {
  const page = await browser.context.newPage();
  await page.goto(`http://akkord.test:${server.port}/`);
  assert.ok(await page.isVisible('#insecure'));
  assert.match(await page.textContent('#insecure'), /ssh -L/);
  assert.ok(await page.isDisabled('#with-camera'));
  await page.close();
});
