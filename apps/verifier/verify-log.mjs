#!/usr/bin/env node
/**
 * Checks an export of a Daybook log, without Daybook: Node 20.12 or later and this file are all it takes.
 * Written from log-export.md, which lies beside it in every export, and from RFC 8785, RFC 9162, RFC 9562 and RFC 8032.
 *
 *   node verify-log.mjs FOLDER [--anchor FILE] [--key PUBLICKEY] [--part] [--threads COUNT] [--json]
 *
 * Ends with 0 when everything holds, 1 when something does not, 2 when it cannot look.
 */
import { createHash, createPublicKey, hash, verify } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync, readdirSync, realpathSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isMainThread, MessageChannel, receiveMessageOnPort, Worker, workerData } from 'node:worker_threads';

const sha256 = (text) => hash('sha256', text, 'hex');
/** Every field behind its length in UTF-8 bytes. */
function prefixed(...fields) {
  let text = '';
  for (const field of fields) text += `${typeof field === 'string' ? Buffer.byteLength(field) : String(field).length}:${field}`;
  return text;
}

/** RFC 8785. Throws for what the format does not take: fractions, numbers that are not exact, lone surrogates. */
function canonical(value) {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value === 0 ? 0 : value);
  if (typeof value === 'string' && value.isWellFormed()) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object') throw new Error(`no canonical form for ${JSON.stringify(value)}`);
  return `{${Object.keys(value).sort().map((name) => `${canonical(name)}:${canonical(value[name])}`).join(',')}}`;
}

/** The namespace, and behind it room for names: filled again and again. */
let named = Buffer.alloc(1024, '5b2e6a0c7d1f5c389a440e8f3d6b1a27', 'hex');
/** RFC 9562, version 5. */
function uuid5(name) {
  // A character of UTF-16 takes three bytes at most.
  if (16 + 3 * name.length > named.length) named = Buffer.concat([named.subarray(0, 16), Buffer.alloc(3 * name.length)]);
  const hex = hash('sha1', named.subarray(0, 16 + named.write(name, 16)), 'hex');
  const variant = ((parseInt(hex[16], 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** RFC 9162, 2.1.1: a tree that grows by leaves; complete subtrees wait until their twin comes. */
class Tree {
  constructor(size = 0, peaks = []) {
    this.size = size;
    this.waiting = [];
    // The largest subtree stands for the highest bit of the size.
    for (let rest = size, level = 0; rest > 0; rest = Math.floor(rest / 2), level += 1) {
      if (rest % 2 === 1) this.waiting[level] = peaks.pop();
    }
  }

  leaf(text) { this.add(Tree.leafOf(text)); }

  static leafOf(text) { return hash('sha256', `\0${text}`, 'buffer'); }

  add(leaf) {
    let node = leaf;
    let level = 0;
    for (; this.waiting[level]; level += 1) {
      node = Tree.node(this.waiting[level], node);
      this.waiting[level] = undefined;
    }
    this.waiting[level] = node;
    this.size += 1;
  }

  root() {
    const peaks = this.waiting.filter(Boolean);
    return (peaks.length === 0 ? hash('sha256', '', 'buffer') : peaks.reduce((right, left) => Tree.node(left, right))).toString('hex');
  }

  static pair = Buffer.alloc(65, 1);
  static node(left, right) {
    left.copy(Tree.pair, 1);
    right.copy(Tree.pair, 33);
    return hash('sha256', Tree.pair, 'buffer');
  }
}

/** Last revision of every stream, 12 bytes a slot, found by 64 bits of its name: memory stays small with millions of them. */
class Revisions {
  constructor() { this.resize(1 << 16); }

  resize(size) { this.size = size; this.keys = new Uint32Array(2 * size); this.last = new Int32Array(size).fill(-1); this.count = 0; }

  /** Revision before, -1 when the stream is new. */
  set(stream, revision) {
    const [one, two] = Revisions.keyOf(stream);
    return this.put(one, two, revision);
  }

  static keyOf(stream) {
    let [one, two] = [0x12345, 0x6789ab];
    for (let at = 0; at < stream.length; at += 1) {
      one = Math.imul(one ^ stream.charCodeAt(at), 0x9e3779b1);
      two = Math.imul(two + stream.charCodeAt(at), 0x85ebca77) ^ (two >>> 15);
    }
    return [(one ^ (one >>> 16)) >>> 0, two >>> 0];
  }

  put(one, two, revision) {
    if (this.count * 3 > this.size * 2) this.grow();
    let slot = one % this.size;
    while (this.last[slot] !== -1 && (this.keys[2 * slot] !== one || this.keys[2 * slot + 1] !== two)) slot = (slot + 1) % this.size;
    const before = this.last[slot];
    if (before === -1) { this.count += 1; this.keys[2 * slot] = one; this.keys[2 * slot + 1] = two; }
    this.last[slot] = revision;
    return before;
  }

  grow() {
    const { keys, last } = this;
    this.resize(this.size * 2);
    last.forEach((revision, at) => { if (revision !== -1) this.put(keys[2 * at], keys[2 * at + 1], revision); });
  }
}

function signed(publicKey, text, signature) {
  try {
    const [key, bytes] = [Buffer.from(publicKey, 'base64url'), Buffer.from(signature, 'base64url')];
    if (key.length !== 32 || bytes.length !== 64 || key.toString('base64url') !== publicKey || bytes.toString('base64url') !== signature) return false;
    return verify(null, Buffer.from(text), createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' }), bytes);
  } catch { return false; }
}
const keyIdOf = (publicKey) => createHash('sha256').update(Buffer.from(String(publicKey), 'base64url')).digest('hex').slice(0, 16);
const sealText = (ledgerId, { size, rootHash, recordedAt }) => prefixed('daybook-seal-1', ledgerId, size, rootHash, recordedAt);

const names = ['manifest', 'lines', 'order', 'content hashes', 'event ids', 'stream revisions', 'recorded times', 'registers', 'seals', 'seal keys', 'anchors'];
const faultsMax = 1000;

class Verdict {
  constructor() { this.checks = Object.fromEntries(names.map((name) => [name, { looked: 0, faults: 0 }])); this.faults = []; }
  look(check, count = 1) { this.checks[check].looked += count; }
  fault(check, sequence, message) {
    this.checks[check].faults += 1;
    if (this.faults.length < faultsMax) this.faults.push({ check, sequence, message });
  }
}

/** Lines of a file in pieces of a mebibyte; its bytes and digest at the end. A last line without an end is a fault. */
function* linesOf(path, seen) {
  const [digest, decoder, piece] = [createHash('sha256'), new StringDecoder('utf8'), Buffer.allocUnsafe(1 << 20)];
  const file = openSync(path, 'r');
  try {
    let rest = '';
    for (let length = readSync(file, piece); length > 0; length = readSync(file, piece)) {
      digest.update(piece.subarray(0, length));
      seen.bytes += length;
      const lines = (rest + decoder.write(piece.subarray(0, length))).split('\n');
      rest = lines.pop();
      yield* lines;
    }
    seen.unended = rest + decoder.end();
    seen.sha256 = digest.digest('hex');
  } finally { closeSync(file); }
}

/** Whole lines of a file as bytes, about so many at a time, each piece in memory of its own; else as above. */
function* blocksOf(path, seen, blockBytes) {
  const digest = createHash('sha256');
  const file = openSync(path, 'r');
  try {
    for (let rest = Buffer.alloc(0), length = 1; length > 0;) {
      const piece = Buffer.from(new ArrayBuffer(rest.length + blockBytes));
      rest.copy(piece);
      length = readSync(file, piece, rest.length, blockBytes, null);
      const filled = piece.subarray(0, rest.length + length);
      digest.update(filled.subarray(rest.length));
      seen.bytes += length;
      const end = filled.lastIndexOf(10) + 1;
      rest = Buffer.from(filled.subarray(end));
      seen.unended = rest;
      if (length > 0 && end > 0) yield piece.subarray(0, end);
    }
    seen.sha256 = digest.digest('hex');
  } finally { closeSync(file); }
}

/** As the format writes a line; what looks otherwise is read as JSON and told as a fault. */
const lineShape = /^\{"data":(.*),"id":"([^"\\]*)","metadata":(\{.*\}),"recordedAt":(\d{1,16}),"revision":(\d{1,16}),"sequence":(\d{1,16}),"stream":"([^"\\]*)","type":"([^"\\]*)"\}$/s;
const hashShape = /,"contentHash":"([0-9a-f]{64})"/;
const copyShape = /,"copy":\{"recordedAt":(\d{1,16}),"sequence":\d{1,16}\}/;
const ownShape = /"ledgerId":"([^"\\]*)","schemaVersion":(\d{1,9})\}$/;

const numbered = /^(SeriesOpened|InvoiceIssued|CreditNoteIssued)$/;

class LogCheck {
  constructor(manifest, seals, anchors, options, verdict) {
    Object.assign(this, { manifest, verdict, revisions: new Revisions(), registers: new Map(), series: new Map() });
    this.ledgerId = manifest.ledgerId;
    this.tree = new Tree(manifest.first - 1, manifest.before.peaks.map((hex) => Buffer.from(hex, 'hex')));
    this.recordedAt = manifest.before.recordedAt;
    this.expected = manifest.first;
    this.proven = manifest.first - 1;
    this.sealFacts = new Map(seals.map(({ revision, data }) => [revision, canonical(data)]));
    this.claims = [...this.sealClaims(seals, options.key), ...this.anchorClaims(anchors)].sort((one, other) => one.size - other.size);
    if (manifest.first > 1 && !options.part) verdict.fault('order', 1, `sequences 1 to ${manifest.first - 1} are not in this export; add --part if you asked for a part`);
    if (this.tree.root() !== manifest.before.rootHash) verdict.fault('manifest', null, '"before" does not lead to its own root');
    this.part = options.part === true;
    this.nextClaim = this.claims.findIndex(({ size }) => size >= manifest.first - 1);
    if (this.nextClaim < 0) this.nextClaim = this.claims.length;
    this.compareClaims();
  }

  /** Keys and seals, each judged by what stood before it. */
  sealClaims(seals, pinned) {
    const [keys, trusted, claims] = [new Map(), new Set(), []];
    let [latest, size, lastTrusted] = [null, 0, pinned === undefined];
    this.unendorsed = [];
    for (const [at, { revision, type, data }] of seals.entries()) {
      const fault = (text) => this.verdict.fault('seals', null, `seal-log@${revision} ${text}`);
      if (revision !== at) fault(`stands where revision ${at} is expected`);
      if (type === 'SealKeyIntroduced') {
        this.verdict.look('seal keys');
        const { keyId, publicKey, endorsement } = data;
        if (keyIdOf(publicKey) !== keyId) { fault(`introduces a key that is not ${keyId}`); continue; }
        const endorsed = keys.has(endorsement?.keyId) && signed(keys.get(endorsement.keyId), prefixed('daybook-seal-key-1', this.ledgerId, publicKey), endorsement.signature);
        if (endorsement !== undefined && !endorsed) fault(`introduces key ${keyId} with an endorsement that is not signed by the key it names`);
        if (latest !== null && !endorsed) this.unendorsed.push(keyId);
        if (pinned === publicKey || (endorsed && trusted.has(endorsement.keyId))) trusted.add(keyId);
        keys.set(keyId, publicKey);
        latest = keyId;
      } else if (type === 'LogSealed') {
        const { keyId, signature } = data;
        if (!keys.has(keyId)) fault(`of ${data.size} facts names key ${keyId}, which was never introduced`);
        else if (!signed(keys.get(keyId), sealText(this.ledgerId, data), signature)) fault(`of ${data.size} facts is not signed by key ${keyId}: it was changed`);
        if (!(data.size > size)) fault(`of ${data.size} facts stands behind a seal of as many or more`);
        size = data.size;
        lastTrusted = pinned === undefined || trusted.has(keyId);
        claims.push({ ...data, check: 'seals', name: `the seal at revision ${revision}` });
      } else fault(`is a ${type}, which is neither a key nor a seal`);
    }
    this.keys = keys;
    this.sealed = size;
    if (claims.length === 0) this.verdict.fault('seals', null, 'no seal covers these facts, so nothing proves that they are whole');
    if (!lastTrusted) this.verdict.fault('seal keys', null, `the last seal is signed neither by the key you gave (${keyIdOf(pinned)}) nor by one that follows from it`);
    if (JSON.stringify([...keys.keys()]) !== JSON.stringify(this.manifest.keys.map(({ keyId }) => keyId))) this.verdict.fault('manifest', null, 'names other keys than the seals do');
    if (pinned !== undefined) this.unendorsed = this.unendorsed.filter((keyId) => keys.get(keyId) !== pinned);
    return claims;
  }

  anchorClaims(anchors) {
    for (const { keyId, ledgerId, size } of anchors) {
      if (ledgerId !== this.ledgerId) this.verdict.fault('anchors', null, `the anchor of ${size} facts belongs to ledger ${ledgerId}, not to ${this.ledgerId}`);
      else if (!this.keys.has(keyId)) this.verdict.fault('anchors', null, `the anchor of ${size} facts is signed by key ${keyId}, which this log never introduced`);
    }
    for (const keyId of this.unendorsed.filter((id) => !anchors.some((anchor) => anchor.keyId === id))) {
      this.verdict.fault('seal keys', null, `key ${keyId} was introduced without the signature of the key before; an anchor or --key made with it would settle it`);
    }
    return anchors.map((anchor) => ({ ...anchor, check: 'anchors', name: 'the anchor' }));
  }

  /** One line of the log. What cannot be read takes its place in the tree all the same. */
  see(line) {
    const { verdict } = this;
    const fact = this.read(line);
    const place = fact?.sequence ?? this.expected;
    verdict.look('order');
    if (place !== this.expected) verdict.fault('order', place, `stands where sequence ${this.expected} is expected`);
    this.expected = place + 1;
    if (fact !== null) this.judge(fact, place);
    this.tree.leaf(fact === null ? line : prefixed('daybook-leaf-1', this.ledgerId, this.tree.size + 1, fact.recordedAt, fact.stream, fact.revision, fact.id, fact.contentHash));
    this.compareClaims();
  }

  /** As written when the bytes fit their hash; else as RFC 8785 would write it, which tells another spelling from another content. */
  read(line) {
    this.verdict.look('lines');
    const fact = readLine(line);
    if (fact?.fits) return fact;
    let again = null;
    try { again = canonical(JSON.parse(line)); } catch { /* Said below. */ }
    if (again === null || readLine(again) === null) this.verdict.fault('lines', this.expected, 'is no line of an export, or has no canonical form');
    else if (again !== line) this.verdict.fault('lines', this.expected, 'is not written in its canonical form');
    return again === null ? fact : readLine(again);
  }

  judge({ stream, revision, type, id, contentHash, recordedAt, copiedAt, ledgerId, data, fits }, place) {
    const { verdict } = this;
    for (const check of ['content hashes', 'event ids', 'recorded times', 'stream revisions']) verdict.look(check);
    if (!fits) verdict.fault('content hashes', place, `${stream}@${revision} ${type} does not fit its content hash`);
    if (ledgerId !== this.ledgerId) verdict.fault('content hashes', place, `belongs to ledger ${ledgerId}`);
    if (uuid5(prefixed(stream, revision, contentHash)) !== id) verdict.fault('event ids', place, `${stream}@${revision} has id ${id}, which does not follow from its content`);
    this.followTime(recordedAt, copiedAt ?? 0, place);
    this.followStream(stream, revision, this.revisions.set(stream, revision), place);
    if (stream === 'seal-log' && this.sealFacts.get(revision) !== data && !(type === 'LogSealed' && JSON.parse(data).size > this.manifest.last)) {
      verdict.fault('seals', place, `seal-log@${revision} is not what seals.jsonl says`);
    }
    if (fits && numbered.test(type)) this.register(stream, revision, JSON.parse(data), place);
  }

  /** @param copiedAt 0: it was not copied. */
  followTime(recordedAt, copiedAt, place) {
    const least = Math.max(this.recordedAt, copiedAt);
    if (recordedAt < least || (copiedAt !== 0 && recordedAt !== least)) this.verdict.fault('recorded times', place, `was recorded at ${recordedAt}, which does not follow ${least}`);
    this.recordedAt = Math.max(this.recordedAt, recordedAt);
  }

  followStream(stream, revision, before, place) {
    // A part may begin in the middle of a stream.
    if (revision === before + 1 || (before === -1 && this.manifest.first > 1)) return;
    this.verdict.fault('stream revisions', place, `${stream} continues at revision ${revision}, not ${before + 1}`);
  }

  /** The lines of a block as a thread read them: what each says by itself holds, but for the odd ones, which are judged here. */
  seeBlock({ count, numbers, leaves, streams, odd }) {
    const names = [];
    for (let at = 0, next = 0; at < count; at += 1) {
      if (odd[next]?.at === at) { this.see(odd[next].line); next += 1; continue; }
      const [one, two, revision, sequence, recordedAt, copiedAt] = numbers.subarray(numberCount * at, numberCount * (at + 1));
      if (sequence !== this.expected) this.verdict.fault('order', sequence, `stands where sequence ${this.expected} is expected`);
      this.expected = sequence + 1;
      this.followTime(recordedAt, copiedAt, sequence);
      const before = this.revisions.put(one, two, revision);
      if (revision !== before + 1) {
        if (names.length === 0) names.push(...streams.split('\n'));
        this.followStream(names[at], revision, before, sequence);
      }
      this.tree.add(leaves.subarray(32 * at, 32 * (at + 1)));
      this.compareClaims();
    }
    for (const check of ['lines', 'order', 'content hashes', 'event ids', 'recorded times', 'stream revisions']) this.verdict.look(check, count - odd.length);
  }

  /** A document's number is the first number of its series plus its revision in the register, printed as the series says. */
  register(stream, revision, { seriesId, number, documentNumber, firstNumber, prefix, digits }, place) {
    if (firstNumber !== undefined) { this.series.set(seriesId, { firstNumber, prefix, digits }); return; }
    this.verdict.look('registers');
    const series = this.series.get(seriesId);
    const first = this.registers.get(stream) ?? series?.firstNumber ?? (this.manifest.first > 1 ? number - revision : undefined);
    this.registers.set(stream, first);
    const printed = series === undefined ? documentNumber : `${series.prefix}${String(number).padStart(series.digits, '0')}`;
    if (number !== first + revision || documentNumber !== printed) {
      const right = first === undefined ? 'its series was never opened' : `it should be ${first + revision}`;
      this.verdict.fault('registers', place, `${documentNumber} at ${stream}@${revision} has number ${number}; ${right}`);
    }
  }

  compareClaims() {
    for (let claim = this.claims[this.nextClaim]; claim?.size === this.tree.size; claim = this.claims[++this.nextClaim]) {
      this.verdict.look(claim.check);
      if (claim.rootHash === this.tree.root() && claim.recordedAt === this.recordedAt) this.proven = claim.size;
      else {
        const range = `sequences ${this.proven + 1} to ${claim.size}`;
        this.verdict.fault(claim.check, claim.size, `${claim.name} over ${claim.size} facts does not fit: something in ${range} was changed, removed, added or moved`);
      }
    }
  }

  finish() {
    const { size } = this.tree;
    for (const claim of this.part ? [] : this.claims.slice(this.nextClaim)) {
      this.verdict.fault(claim.check, size, `${claim.name} covers ${claim.size} facts, but the export ends at ${size}: ${claim.size - size} are missing at its end`);
    }
    const { last, facts, first, head } = this.manifest;
    if (size !== last || facts !== last - first + 1) this.verdict.fault('manifest', null, `says the export ends at sequence ${last} with ${facts} facts; it ends at ${size}`);
    if (head.rootHash !== this.tree.root() || head.recordedAt !== this.recordedAt) this.verdict.fault('manifest', null, `names root ${head.rootHash}; the facts lead to ${this.tree.root()}`);
    return { first, last: size, rootHash: this.tree.root(), unsealed: Math.max(size - Math.max(this.sealed, first - 1), 0) };
  }
}

function readLine(line) {
  const [, data, id, metadata, recordedAt, revision, sequence, stream, type] = lineShape.exec(line) ?? [];
  if (metadata === undefined) return null;
  const [hashed, contentHash] = hashShape.exec(metadata) ?? [];
  const [copy, copiedAt] = copyShape.exec(metadata) ?? [];
  const [, ledgerId, version] = ownShape.exec(metadata) ?? [];
  const rest = metadata.replace(hashed, '');
  const fits = version !== undefined && sha256(prefixed('daybook-event-1', stream, revision, type, version, data, copy === undefined ? rest : rest.replace(copy, ''))) === contentHash;
  const numbers = { recordedAt: Number(recordedAt), revision: Number(revision), sequence: Number(sequence) };
  return { data, id, stream, type, ...numbers, contentHash, ledgerId, fits, ...(copy === undefined ? {} : { copiedAt: Number(copiedAt) }) };
}

const numberCount = 6;

/** Reads the lines of a block in a thread; a line that is not as it should be by itself, or that more is asked of, is handed back whole. */
function readBlock(bytes, ledgerId, first) {
  const lines = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8').split('\n');
  lines.pop();
  const [numbers, leaves] = [new Float64Array(numberCount * lines.length), Buffer.from(new ArrayBuffer(32 * lines.length))];
  const [streams, odd] = [[], []];
  for (const [at, line] of lines.entries()) {
    const fact = readLine(line);
    const { stream = '', revision, id, contentHash } = fact ?? {};
    streams.push(stream);
    const plain = fact?.fits && fact.ledgerId === ledgerId && stream !== 'seal-log' && !numbered.test(fact.type) && uuid5(prefixed(stream, revision, contentHash)) === id;
    if (!plain) { odd.push({ at, line }); continue; }
    const { sequence, recordedAt, copiedAt = 0 } = fact;
    const [one, two] = Revisions.keyOf(stream);
    numbers.set([one, two, revision, sequence, recordedAt, copiedAt], numberCount * at);
    Tree.leafOf(prefixed('daybook-leaf-1', ledgerId, first + at, recordedAt, stream, revision, id, contentHash)).copy(leaves, 32 * at);
  }
  return { count: lines.length, numbers, leaves: new Uint8Array(leaves.buffer), streams: streams.join('\n'), odd };
}

/** Threads that read blocks; what they found comes back in the order in which blocks were given out. */
class Readers {
  constructor(count, ledgerId) {
    this.signal = new Int32Array(new SharedArrayBuffer(4));
    this.given = 0;
    this.taken = 0;
    this.threads = Array.from({ length: count }, () => {
      const { port1, port2 } = new MessageChannel();
      const given = { readsLog: true, port: port2, signal: this.signal, ledgerId };
      // Not the options this process was started with: they may be for a program given as text.
      const options = { execArgv: [], transferList: [port2], resourceLimits: { maxYoungGenerationSizeMb: 8 } };
      const thread = new Worker(new URL(import.meta.url), { ...options, workerData: given });
      thread.unref();
      return { thread, port: port1 };
    });
  }

  get isFull() { return this.given - this.taken >= 2 * this.threads.length; }

  give(block, first) {
    this.threads[this.given % this.threads.length].port.postMessage({ block, first }, [block.buffer]);
    this.given += 1;
  }

  /** What was found in the next block; null when nothing is out. */
  take() {
    if (this.taken === this.given) return null;
    const { port } = this.threads[this.taken % this.threads.length];
    this.taken += 1;
    for (;;) {
      const before = Atomics.load(this.signal, 0);
      const found = receiveMessageOnPort(port)?.message;
      if (found?.error) throw new Error(found.error);
      if (found) return { ...found, leaves: Buffer.from(found.leaves.buffer) };
      if (Atomics.wait(this.signal, 0, before, 60_000) === 'timed-out') throw new Error('a reading thread gave no answer for a minute');
    }
  }

  close() { for (const { thread, port } of this.threads) { port.close(); void thread.terminate(); } }
}

function serveBlocks({ port, signal, ledgerId }) {
  port.on('message', ({ block, first }) => {
    let found = null;
    try { found = readBlock(block, ledgerId, first); } catch (error) { found = { error: error.message }; }
    port.postMessage(found, found.error ? [] : [found.numbers.buffer, found.leaves.buffer]);
    Atomics.add(signal, 0, 1);
    Atomics.notify(signal, 0);
  });
}

/** As `readFolder`, by several threads. */
function readParallel(folder, files, { verdict, check, readers, blockBytes = 1 << 18 }) {
  let first = check.tree.size + 1;
  for (const { name, ...listed } of files) {
    const seen = { bytes: 0, unended: '', sha256: '' };
    let count = 0;
    for (const block of blocksOf(join(folder, name), seen, blockBytes)) {
      let lines = 0;
      for (let end = block.indexOf(10); end >= 0; end = block.indexOf(10, end + 1)) lines += 1;
      readers.give(block, first + count);
      count += lines;
      if (readers.isFull) check.seeBlock(readers.take());
    }
    for (let found = readers.take(); found !== null; found = readers.take()) check.seeBlock(found);
    first += count;
    compareFile({ name, ...listed }, { ...seen, unended: seen.unended.length === 0 ? '' : 'some' }, count, verdict);
  }
}

/** Anchors as Daybook keeps them, a line of JSON each; one that is not signed by its own key is none. */
function readAnchors(path, verdict) {
  return readFileSync(path, 'utf8').split('\n').filter((line) => line.trim() !== '').flatMap((line, at) => {
    let anchor = null;
    try { anchor = JSON.parse(line); } catch { /* Said below. */ }
    if (anchor?.daybook === 'seal-1' && keyIdOf(anchor.publicKey) === anchor.keyId && signed(anchor.publicKey, sealText(anchor.ledgerId, anchor), anchor.signature)) return [anchor];
    verdict.fault('anchors', null, `line ${at + 1} of ${path} is no seal signed by the key it names: it was changed`);
    return [];
  });
}

function readFolder(folder, listed, verdict, each) {
  const seen = { bytes: 0, unended: '', sha256: '' };
  let count = 0;
  for (const line of linesOf(join(folder, listed.name), seen)) { count += 1; each(line); }
  compareFile(listed, seen, count, verdict);
}

function compareFile({ name, lines, bytes, sha256: digest }, seen, count, verdict) {
  if (seen.unended !== '') verdict.fault('lines', null, `${name} ends in the middle of a line`);
  verdict.look('manifest');
  if (seen.bytes !== bytes || seen.sha256 !== digest || count !== lines) verdict.fault('manifest', null, `${name} is not the file of the manifest: ${seen.bytes} bytes, SHA-256 ${seen.sha256}`);
}

/** A small export is read before the threads would have started. */
function threadsFor({ files }, asked) {
  if (asked !== undefined) return Number(asked);
  const processors = availableParallelism();
  return processors === 1 || files.reduce((sum, { bytes }) => sum + bytes, 0) < 1 << 25 ? 0 : Math.min(processors, 4);
}

/** Everything found about the export in a folder. Throws when there is none. */
export function verifyLog(folder, options = {}) {
  const verdict = new Verdict();
  const text = readFileSync(join(folder, 'manifest.json'), 'utf8');
  if (readFileSync(join(folder, 'manifest.json.sha256'), 'utf8') !== `${sha256(text)}  manifest.json\n`) verdict.fault('manifest', null, 'manifest.json does not fit manifest.json.sha256');
  const manifest = JSON.parse(text);
  if (manifest.daybook !== 'log-export-1') throw new Error(`${folder} holds no export of format log-export-1`);
  const listed = [manifest.seals, ...manifest.files].map(({ name }) => name);
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.jsonl') && !listed.includes(each))) verdict.fault('manifest', null, `${name} does not belong to the export`);
  const seals = [];
  readFolder(folder, manifest.seals, verdict, (line) => {
    try { seals.push(JSON.parse(line)); } catch { verdict.fault('seals', null, 'a line of seals.jsonl is no JSON'); }
  });
  const check = new LogCheck(manifest, seals, options.anchor === undefined ? [] : readAnchors(options.anchor, verdict), options, verdict);
  const threads = threadsFor(manifest, options.threads);
  if (threads === 0) for (const file of manifest.files) readFolder(folder, file, verdict, (line) => check.see(line));
  else {
    const readers = new Readers(threads, manifest.ledgerId);
    try { readParallel(folder, manifest.files, { verdict, check, readers, blockBytes: options.blockBytes }); } finally { readers.close(); }
  }
  const head = check.finish();
  return { ok: verdict.faults.length === 0, ledgerId: manifest.ledgerId, ...head, checks: verdict.checks, faults: verdict.faults };
}

function main() {
  const known = { anchor: { type: 'string' }, key: { type: 'string' }, threads: { type: 'string' }, part: { type: 'boolean' }, json: { type: 'boolean' } };
  const { values, positionals: [folder] } = parseArgs({ allowPositionals: true, options: known });
  if (folder === undefined) throw new Error('name the folder of the export: node verify-log.mjs FOLDER [--anchor FILE] [--key PUBLICKEY] [--part] [--threads COUNT] [--json]');
  const found = verifyLog(folder, values);
  if (values.json) process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
  else {
    const print = (line) => process.stdout.write(`${line}\n`);
    for (const [name, { looked, faults }] of Object.entries(found.checks)) print(`${faults === 0 ? 'holds' : 'FAULT'}  ${name.padEnd(18)} ${looked} looked at, ${faults} faults`);
    for (const { check, sequence, message } of found.faults) print(`  ${check}: ${sequence === null ? '' : `sequence ${sequence}: `}${message}`);
    const range = `sequences ${found.first} to ${found.last} under root ${found.rootHash}; ${found.unsealed} of them since the last seal.`;
    print(`${found.ok ? 'Everything holds' : 'NOT everything holds'}: ${range}`);
  }
  return found.ok ? 0 : 1;
}

if (!isMainThread && workerData?.readsLog === true) serveBlocks(workerData);
else if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try { process.exitCode = main(); } catch (error) {
    process.stderr.write(`verify-log: ${error.message}\n`);
    process.exitCode = 2;
  }
}
