// What stands in front of a cluster: a TCP proxy that takes the first node that answers.
import { connect, createServer } from 'node:net';

export class Balancer {
  #sockets = new Set();

  /** Forwards to `nodes`, preferred first. */
  static async start(nodes) {
    const balancer = new Balancer();
    balancer.nodes = nodes;
    balancer.server = createServer((client) => {
      client.on('error', () => client.destroy()); // clients come and go
      balancer.#forward(client, [...nodes]);
    });
    await new Promise((listening) => balancer.server.listen(0, '127.0.0.1', listening));
    balancer.port = balancer.server.address().port;
    balancer.url = `ws://localhost:${balancer.port}`;
    balancer.http = `http://localhost:${balancer.port}`;
    return balancer;
  }

  #forward(client, candidates) {
    const node = candidates.shift();
    if (!node) return client.destroy();
    const upstream = connect(node.port, '127.0.0.1');
    const end = () => { client.destroy(); upstream.destroy(); };
    this.#sockets.add(client).add(upstream);
    upstream.once('error', () => this.#forward(client, candidates));
    upstream.once('connect', () => {
      upstream.removeAllListeners('error');
      for (const socket of [client, upstream]) socket.on('error', end).on('close', end);
      client.pipe(upstream).pipe(client);
    });
  }

  close() {
    this.server.close();
    for (const socket of this.#sockets) socket.destroy();
  }
}
