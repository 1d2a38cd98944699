// What "it works" means: frames that were decoded and sound that was heard, never only events.
import assert from 'node:assert/strict';

export const seconds = (count) => new Promise((done) => setTimeout(done, count * 1000));

/** Waits until `check` answers something true, and returns it. */
export async function until(check, what, timeout = 20) {
  const deadline = Date.now() + timeout * 1000;
  while (Date.now() < deadline) {
    const value = await check();
    if (value) return value;
    await seconds(0.1);
  }
  throw new Error(`not in ${timeout} s: ${typeof what === 'function' ? await what() : what}`);
}

/** Statistics of all `peers` now and `duration` seconds later, as differences. */
export async function during(duration, ...peers) {
  const before = await Promise.all(peers.map((peer) => peer.statistics()));
  await seconds(duration);
  const after = await Promise.all(peers.map((peer) => peer.statistics()));
  return after.map((sums, i) => {
    const difference = { ...sums };
    for (const [key, value] of Object.entries(sums)) {
      if (typeof value === 'number') difference[key] = value - before[i][key];
    }
    return difference;
  });
}

/** Waits until each peer decodes video. */
export async function seesVideo(peer, streams = 1) {
  await until(
    async () => (await peer.statistics()).videos.filter((video) => video.frames > 2).length >= streams,
    async () => `${peer.identity} decodes ${streams} videos; ` +
      JSON.stringify(await peer.statistics()) + '\n' + JSON.stringify(await peer.events()) + '\n' +
      peer.console.slice(-30).join('\n') + '\n' +
      peer.serverLog().split('\n').slice(-60).join('\n'));
}

/** Waits until sound arrives. */
export async function hearsAudio(peer) {
  await until(async () => (await peer.statistics()).audioEnergy > 0,
    async () => `${peer.identity} hears; ` + JSON.stringify(await peer.statistics()));
}

/** At least `share` of the frames that `from` encoded in the same window were decoded by `to`. */
export function assertFrames(from, to, share = 0.8) {
  assert.ok(from.framesEncoded > 30, `the publisher encoded only ${from.framesEncoded} frames`);
  assert.ok(to.framesDecoded >= share * from.framesEncoded,
    `decoded ${to.framesDecoded} of ${from.framesEncoded} frames`);
}

/** Sound with energy, and less than 5 % of it made up. */
export function assertAudio(heard) {
  assert.ok(heard.audioEnergy > 0, 'silence was received');
  assert.ok(heard.samples > 0, 'no samples were played');
  assert.ok(heard.concealed < 0.05 * heard.samples,
    `${heard.concealed} of ${heard.samples} samples were concealed`);
}
