// A TCP relay between a client and the server, for cutting signal connections at will. Media does
// not come through here.
import { connect, createServer } from 'node:net';
import { once } from 'node:events';

export class Proxy {
  #pairs = new Set();
  #open = true;

  static async start(port) {
    const proxy = new Proxy();
    proxy.server = createServer((client) => proxy.#relay(client, port));
    proxy.server.listen(0, 'localhost');
    await once(proxy.server, 'listening');
    proxy.url = `ws://localhost:${proxy.server.address().port}`;
    return proxy;
  }

  #relay(client, port) {
    if (!this.#open) {
      client.destroy();
      return;
    }
    const server = connect(port, 'localhost');
    const pair = [client, server];
    this.#pairs.add(pair);
    for (const [from, to] of [pair, [server, client]]) {
      from.on('data', (bytes) => to.write(bytes));
      from.on('error', () => {});
      from.on('close', () => {
        to.destroy();
        this.#pairs.delete(pair);
      });
    }
  }

  /** Connections that are open. */
  get count() {
    return this.#pairs.size;
  }

  /** Resets every connection. */
  cut() {
    for (const [client, server] of this.#pairs) {
      client.resetAndDestroy();
      server.resetAndDestroy();
    }
  }

  /** Resets every connection and accepts no other for a while. */
  async cutFor(milliseconds) {
    this.#open = false;
    this.cut();
    await new Promise((done) => setTimeout(done, milliseconds));
    this.#open = true;
  }

  /** Lets connections be, but passes nothing on for a while. */
  async freezeFor(milliseconds) {
    const pairs = [...this.#pairs];
    pairs.flat().forEach((socket) => socket.pause());
    await new Promise((done) => setTimeout(done, milliseconds));
    pairs.flat().forEach((socket) => socket.resume());
  }

  close() {
    this.cut();
    this.server.close();
  }
}
