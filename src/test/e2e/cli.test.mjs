// The CLI against a running server, as an operator or a script uses it: exit codes, output, files.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Akkord, freePort } from './lib/akkord.mjs';
import { readH264, readIvf, readOgg, writeH264, writeIvf, writeOgg } from './lib/files.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const program = process.env.AKKORD ?? join(root, 'bin/akkord');
const folder = mkdtempSync(join(tmpdir(), 'akkord-cli-'));
const LIMIT = 120_000;
const running = new Set();
process.once('exit', () => { // leaves nothing behind
  running.forEach((child) => child.kill('SIGKILL'));
  rmSync(folder, { recursive: true, force: true });
});
let server;

before(async () => {
  server = await Akkord.start();
});
after(() => server.stop());

/** Starts a command; `text()` is what it printed so far. */
function start(args, env = {}) {
  const lines = [];
  const child = spawn(program, args, {
    cwd: folder,
    env: { ...process.env, LIVEKIT_URL: server.url, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.on('data', (text) => lines.push(String(text)));
  child.stderr.on('data', (text) => lines.push(String(text)));
  running.add(child);
  const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT);
  const ended = new Promise((done) => child.once('close', (code) => {
    clearTimeout(timer);
    running.delete(child);
    done(code);
  }));
  return { text: () => lines.join(''), ended, stop: () => child.kill('SIGINT') };
}

async function run(args, expected = 0, env = {}) {
  const command = start(args, env);
  const code = await command.ended;
  assert.equal(code, expected, `${args.join(' ')} ended with ${code}:\n${command.text()}`);
  return command.text();
}

async function until(condition, what) {
  const deadline = Date.now() + LIMIT;
  while (!condition()) {
    assert.ok(Date.now() < deadline, `not in time: ${what()}`);
    await new Promise((again) => setTimeout(again, 100));
  }
}

test('the commands of the first releases manage rooms as they did', async () => {
  const keys = { LK_API_KEY: 'devkey', LK_API_SECRET: 'secret' };
  const created = JSON.parse(await run(['create-room', '--name', 'myroom'], 0, keys));
  assert.equal(created.name, 'myroom');
  assert.match(created.sid, /^RM_/);
  assert.match(await run(['create-token', '--join', '--r', 'myroom', '--p', 'me'], 0, keys), /^[\w-]+\.[\w-]+\.[\w-]+\n$/);
  const rooms = JSON.parse(await run(['list-rooms', '--json']));
  assert.deepEqual(rooms.map((room) => room.name), ['myroom']);
  assert.equal(JSON.parse(await run(['update-room-metadata', '--room', 'myroom', '--metadata', 'm'])).metadata, 'm');
  assert.match(await run(['delete-room', 'myroom']), /Room myroom is deleted/);
  assert.match(await run(['get-room', 'myroom'], 1), /there is no room "myroom"/);
  assert.match(await run(['list-nodes']), /ND_\w+ +127\.0\.0\.1:\d+ +up +yes/);
});

test('what goes wrong has an exit code and one line', async () => {
  assert.match(await run(['get-participant', '--room', 'r', '-i', 'nobody'], 1), /^akkord: .*does not exist \(not_found\)\n$/);
  assert.match(await run(['list-rooms', '--api-secret', 'wrong'], 1), /is --api-key with --api-secret one of/);
  const nobody = await freePort();
  assert.match(await run(['list-rooms', '--url', `http://localhost:${nobody}`], 3), /is the server running there\?/);
  assert.match(await run(['join', '--room', 'r', '--url', `http://localhost:${nobody}`], 3), /is the server running there\?/);
  assert.match(await run(['join', '--token', 'nonsense'], 1), /invalid authorization token/);
  assert.match(await run(['join', '--room', 'r', '--publish', 'none.ivf'], 2), /none\.ivf: there is no such file/);
});

test('one CLI plays files, another records them, and the room API manages both', async () => {
  const vp8 = writeIvf(join(folder, 'a.ivf'));
  const opus = writeOgg(join(folder, 'a.ogg'));
  const h264 = writeH264(join(folder, 'a.h264'));
  const sources = { ivf: vp8, ogg: opus, h264 };
  const into = join(folder, 'recorded');
  const recorder = start(['join', '--room', 'studio', '-i', 'rec', '--record', into, '--json']);
  await until(() => recorder.text().includes('"joined"'), recorder.text);
  const player = start([
    'join', '--room', 'studio', '-i', 'play', '--audio', 'a.ogg', '--video', 'a.ivf', '--publish', 'a.h264']);
  const files = () => readdirSync(into).map((name) => join(into, name));
  await until(() => files().length === 3 && files().every((file) => statSync(file).size > 30_000),
    () => `${recorder.text()}\n${player.text()}`);

  const people = JSON.parse(await run(['list-participants', 'studio', '--json']));
  assert.deepEqual(people.map((person) => person.identity).sort(), ['play', 'rec']);
  const track = people.find((person) => person.identity === 'play').tracks.find(({ type }) => type !== 'VIDEO');
  const target = ['--room', 'studio', '-i', 'play'];
  assert.equal(JSON.parse(await run(['mute-track', ...target, '--track', track.sid])).muted, true);
  await until(() => recorder.text().includes('track_muted'), recorder.text);
  await until(() => player.text().includes(`the server mutes ${track.sid}`), player.text);
  assert.equal(JSON.parse(await run(['update-participant', ...target, '--metadata', 'm'])).metadata, 'm');
  assert.match(await run(['remove-participant', ...target]), /play is removed from studio/);
  assert.equal(await player.ended, 1, player.text());
  assert.match(player.text(), /the server ends it: PARTICIPANT_REMOVED/);
  await until(() => recorder.text().includes('participant_left'), recorder.text);
  recorder.stop();
  await recorder.ended;

  for (const file of files()) {
    const kind = file.split('.').pop();
    const frames = { ivf: () => readIvf(file).frames.map(({ data }) => data), ogg: () => readOgg(file),
      h264: () => readH264(file) }[kind]();
    const wanted = sources[kind];
    assert.ok(frames.length >= 15, `${file} holds ${frames.length} frames`);
    for (const frame of frames) {
      if (kind === 'ogg' && frame.length === 1) continue; // silence in the place of what was never sent
      assert.ok(wanted.some((sent) => sent.equals(frame)), `${file} holds ${frame.length} bytes that nobody sent`);
    }
  }
  const video = readIvf(files().find((file) => file.endsWith('.ivf')));
  assert.deepEqual([video.magic, video.codec, video.width, video.height], ['DKIF', 'VP80', 320, 180]);
  assert.equal(video.count, video.frames.length);
});

test('files that are played once end the stay', async () => {
  writeOgg(join(folder, 'short.ogg'), 50);
  const said = await run(['join', '--room', 'once', '--publish', 'short.ogg', '--once']);
  assert.match(said, /published audio\/opus[^]*connected[^]*every file has been played/);
});

test('a server starts by a livekit.yaml and refuses a bad one with every problem', async () => {
  writeFileSync(join(folder, 'bad.yaml'), 'port: high\nrtc:\n  udp_prot: 1\nkeys: {k: s}\n');
  const problems = await run(['server', '--config', 'bad.yaml'], 2);
  assert.match(problems, /port: must be a whole number.*bad\.yaml: line 1, column 7/);
  assert.match(problems, /rtc\.udp_prot: there is no such setting; did you mean rtc\.udp_port\?/);
  writeFileSync(join(folder, 'tab.yaml'), 'rtc:\n\tudp_port: 1\n');
  assert.match(await run(['check-config', 'tab.yaml'], 1), /tab\.yaml: line 2, column 1: there is a tab/);
  writeFileSync(join(folder, 'keys.yaml'), 'APIkey: a secret of thirty-two characters and more\n');
  chmodSync(join(folder, 'keys.yaml'), 0o644);
  assert.match(await run(['server', '--key-file', 'keys.yaml'], 2), /chmod 600 keys\.yaml/);
  chmodSync(join(folder, 'keys.yaml'), 0o600);
  const port = await freePort();
  writeFileSync(join(folder, 'livekit.yaml'),
    `port: ${port}\nbind_addresses: ["127.0.0.1"]\nrtc:\n  udp_port: ${20_000 + (port % 20_000)}\n  tcp_port: 7881\nredis:\n  address: localhost:6379\nlogging:\n  json: true\n`);
  const started = start(['server', '--config', 'livekit.yaml', '--key-file', 'keys.yaml']);
  const url = `http://127.0.0.1:${port}`;
  let ready = false;
  const poll = setInterval(() => fetch(`${url}/readyz`).then(({ status }) => { ready ||= status === 200; }, () => {}), 200);
  await until(() => ready, started.text);
  clearInterval(poll);
  assert.equal(await (await fetch(`${url}/healthz`)).text(), 'OK');
  const keys = { LIVEKIT_API_KEY: 'APIkey', LIVEKIT_API_SECRET: 'a secret of thirty-two characters and more' };
  assert.equal(await run(['list-rooms', '--url', url, '--json'], 0, keys), '[]\n');
  started.stop();
  await started.ended;
  assert.match(started.text(), /no effect: redis\.\*: not needed/);
  const line = JSON.parse(started.text().split('\n').find((text) => text.startsWith('{')));
  assert.match(line.message, /^Akkord [\d.]+, node ND_\w+, HTTP port \d+ on 127\.0\.0\.1, media UDP 127\.0\.0\.1:\d+/);
  assert.ok(!started.text().includes('thirty-two'), 'a secret is in the log');
});
