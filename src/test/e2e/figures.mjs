// Prints how long connecting and the first frame take: a measurement, never a test.
import { Akkord } from './lib/akkord.mjs';
import { Browser } from './lib/browser.mjs';
import { seconds, seesVideo } from './lib/media.mjs';
import { token } from './lib/akkord.mjs';

const server = await Akkord.start();
const browser = await Browser.launch();
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)].toFixed(0);

const modes = { 'single PC': {}, 'dual PC': { singlePeerConnection: false } };
for (const [mode, roomOptions] of Object.entries(modes)) {
  const alice = await browser.join(server, `figures ${mode}`, 'alice', { roomOptions });
  await alice.call('publish');
  const [connect, frame] = [[], []];
  const measure = async (identity) => {
    const bob = await browser.participant();
    const access = await token(`figures ${mode}`, identity, { canPublish: false });
    const result = await bob.page.evaluate(async ([url, jwt, options]) => {
      const started = performance.now();
      const first = new Promise((seen) => {
        const look = () => {
          const videos = [...document.querySelectorAll('video')];
          if (videos.some((video) => video.getVideoPlaybackQuality().totalVideoFrames > 0)) {
            seen(performance.now() - started);
          } else setTimeout(look, 5);
        };
        look();
      });
      const connected = await window.peer.connect(url, jwt, options);
      return { connected, first: await first };
    }, [server.url, access, roomOptions]);
    connect.push(result.connected);
    frame.push(result.first);
    return bob;
  };
  for (let i = 0; i < 18; i++) {
    const bob = await measure(`bob${i}`);
    await bob.page.close();
    await seconds(1);
    if (i === 2) connect.length = frame.length = 0;
  }
  console.log(`${mode}: connect ${median(connect)} ms, first frame ${median(frame)} ms (medians of 15)`);
  connect.length = frame.length = 0;
  const burst = await Promise.all([...Array(5).keys()].map(async (i) => {
    await seconds(i * 0.2);
    return measure(`burst${i}`);
  }));
  console.log(`${mode}: five within a second: first frame ${median(frame)} ms, worst ${Math.max(...frame).toFixed(0)} ms`);
  await Promise.all([...burst, alice].map((peer) => peer.page.close()));
}
await browser.close();
await server.stop();
