// A client without a library: a WebSocket and protobuf messages, for saying things no SDK says.
import { JoinRequest, SignalRequest, SignalResponse, WrappedJoinRequest } from '@livekit/protocol';
import WebSocket from 'ws';
import { token } from './akkord.mjs';
import { until } from './media.mjs';

/** The value of `join_request` in a query. */
export const wrapped = (joinRequest, compression = 0) => Buffer.from(
  new WrappedJoinRequest({ compression, joinRequest }).toBinary()).toString('base64url');

// One peer connection, whose offers come from us: the server waits for nothing meanwhile.
const single = (protocol) => wrapped(new JoinRequest({
  clientInfo: { sdk: 1, version: '2.23.0', protocol }, connectionSettings: { autoSubscribe: true },
}).toBinary());

export class RawClient {
  responses = [];
  closed = false;

  static async join(server, room, identity, protocol = 17) {
    const access = await token(room, identity);
    const client = new RawClient(
      `${server.url}/rtc/v1?join_request=${single(protocol)}&access_token=${access}`);
    await until(() => client.first('join') || client.refusal, 'the join response');
    if (client.refusal) throw new Error(`refused: ${client.refusal}`);
    client.join = client.first('join');
    return client;
  }

  constructor(url) {
    this.socket = new WebSocket(url);
    this.socket.on('message', (data, binary) => {
      this.responses.push(binary
        ? SignalResponse.fromBinary(data)
        : SignalResponse.fromJsonString(String(data), { ignoreUnknownFields: true }));
      this.lastBinary = binary;
    });
    this.socket.on('unexpected-response', (_, response) => {
      let body = '';
      const { socket } = response;
      socket.on('error', () => {}); // the server may end before this connection does
      response.on('data', (text) => { body += text; });
      response.on('end', () => {
        this.refusal = `${response.statusCode} ${body}`;
        socket.destroy();
      });
    });
    this.socket.on('error', (error) => { this.error = error; });
    this.socket.on('close', (code) => { this.closed = true; this.code = code; });
  }

  all(name) {
    return this.responses.filter((response) => response.message.case === name)
      .map((response) => response.message.value);
  }

  first(name) {
    return this.all(name)[0];
  }

  send(message) {
    this.socket.send(new SignalRequest({ message }).toBinary());
  }

  /** Resolves with the first response of this kind. */
  receives(name) {
    return until(() => this.first(name), () => `${name}; got ` +
      this.responses.map((response) => response.message.case) + ` closed ${this.closed}`, 10);
  }

  /** Proves that the session lives: a ping is answered. */
  async answersPing() {
    const before = this.all('pongResp').length;
    this.send({ case: 'pingReq', value: { timestamp: BigInt(Date.now()), rtt: 0n } });
    await until(() => this.all('pongResp').length > before, 'a pong', 5);
  }

  close() {
    this.socket.close();
  }
}
