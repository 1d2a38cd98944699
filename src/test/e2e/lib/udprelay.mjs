// Stands between a browser and the server's media ports, to lose every packet at will, or some.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/**
 * Candidates, or a whole description, with those that lie behind a relay's ports behind the relay.
 * Its text goes to pages, too: it uses nothing from around it.
 */
export function detour(text, ports) {
  return text && text.replace(/(\S+) (\d+) typ host/g, (all, address, port) =>
    (ports[port] ? `127.0.0.1 ${ports[port]} typ host` : all));
}

export class UdpRelay {
  /** Port of the server to port of the relay. */
  ports = {};
  lost = false;

  /** Loses each so many-th long packet, either way; 0 for none. */
  losesEach = 0;
  #long = 0;
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
          if (this.#passes(answer)) front.send(answer, client.port, client.address);
        });
        backs.set(key, back);
      }
      if (this.#passes(packet)) backs.get(key).send(packet, serverPort, '127.0.0.1');
    });
    return front.address().port;
  }

  #passes(packet) {
    if (this.losesEach === 0 || packet.length < 500) return !this.lost;
    this.#long++;
    return !this.lost && this.#long % this.losesEach !== 0;
  }

  #socket() {
    const socket = createSocket('udp4');
    socket.on('error', () => {});
    this.#sockets.push(socket);
    return socket;
  }

  /** A description whose candidates lie behind this relay. */
  detour(sdp) {
    return detour(sdp, this.ports);
  }

  close() {
    this.#sockets.forEach((socket) => socket.close());
  }
}
