// Stands between a browser and the server's media ports, to lose every packet at will.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';

export class UdpRelay {
  /** Port of the server to port of the relay. */
  ports = {};
  lost = false;
  #sockets = [];

  static async start(serverPorts) {
    const relay = new UdpRelay();
    for (const port of serverPorts) {
      relay.ports[port] = await relay.#listen(port);
    }
    return relay;
  }

  async #listen(serverPort) {
    const front = this.#socket();
    front.bind(0, '127.0.0.1');
    await once(front, 'listening');
    const backs = new Map();
    front.on('message', (packet, client) => {
      const key = `${client.address}:${client.port}`;
      if (!backs.has(key)) {
        const back = this.#socket();
        back.on('message', (answer) => {
          if (!this.lost) front.send(answer, client.port, client.address);
        });
        backs.set(key, back);
      }
      if (!this.lost) backs.get(key).send(packet, serverPort, '127.0.0.1');
    });
    return front.address().port;
  }

  #socket() {
    const socket = createSocket('udp4');
    socket.on('error', () => {});
    this.#sockets.push(socket);
    return socket;
  }

  close() {
    this.#sockets.forEach((socket) => socket.close());
  }
}
