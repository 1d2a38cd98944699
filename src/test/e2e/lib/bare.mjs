// A participant that is a bare RTCPeerConnection of Chromium: signalling is spoken by hand.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DataPacket } from '@livekit/protocol';
import { token } from './akkord.mjs';
import { until } from './media.mjs';
import { RawClient } from './raw.mjs';

const script = readFileSync(fileURLToPath(new URL('./bare.js', import.meta.url)), 'utf8');

export class BarePeer {
  /** One peer connection, whose offers are ours, with these channels: label to options. */
  static async join(browser, server, room, identity, channels, { protocol = 17, relay } = {}) {
    const peer = await BarePeer.#page(browser, identity);
    peer.client = await RawClient.join(server, room, identity, protocol);
    for (const [label, options] of Object.entries(channels)) await peer.does('open', label, options);
    peer.client.send({
      case: 'offer', value: { type: 'offer', sdp: await peer.does('offer'), id: 1 } });
    const { sdp } = await peer.client.receives('answer');
    await peer.does('answered', relay ? relay.detour(sdp) : sdp);
    for (const label of Object.keys(channels)) await peer.has(label, 'open');
    return peer;
  }

  /** Two peer connections, of which only the server's own has come into being. */
  static async subscribe(browser, server, room, identity) {
    const peer = await BarePeer.#page(browser, identity);
    const access = await token(room, identity);
    peer.client = new RawClient(`${server.url}/rtc?protocol=17&sdk=js&access_token=${access}`);
    const offer = await peer.client.receives('offer');
    const sdp = await peer.does('answer', offer.sdp);
    peer.client.send({ case: 'answer', value: { type: 'answer', sdp, id: offer.id } });
    return peer;
  }

  static async #page(browser, identity) {
    const peer = new BarePeer();
    peer.identity = identity;
    peer.page = await browser.context.newPage();
    await peer.page.goto('about:blank');
    await peer.page.evaluate(script);
    return peer;
  }

  does(method, ...args) {
    return this.page.evaluate(([name, values]) => window.bare[name](...values), [method, args]);
  }

  /** Waits until the newest channel of this label is in this state. */
  has(label, state) {
    return until(async () => (await this.does('state', label)) === state,
      async () => `${this.identity}'s ${label} is ${state}; it is ${await this.does('state', label)}`);
  }

  got() {
    return this.page.evaluate(() => window.bare.got);
  }

  /** Sends a data packet on a channel. */
  packet(label, value) {
    const bytes = new DataPacket(value).toBinary();
    return this.does('raw', label, Buffer.from(bytes).toString('base64'));
  }

  /** The data packets that came on a channel. */
  async packets(label) {
    return (await this.got()).filter((each) => each.label === label)
      .map(({ bytes }) => DataPacket.fromBinary(Buffer.from(bytes, 'base64')));
  }

  /** Waits until so many messages have come on a channel, and returns them. */
  async gets(count, label) {
    const here = async () => (await this.got()).filter((each) => each.label === label);
    await until(async () => (await here()).length >= count,
      async () => `${this.identity} gets ${count} on ${label}; has ` +
        JSON.stringify((await this.got()).map(({ bytes, ...rest }) => rest)));
    return here();
  }

  async leave() {
    this.client.close();
    await this.page.close();
  }
}
