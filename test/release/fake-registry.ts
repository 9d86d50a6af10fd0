import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import {
  generateSigningKey,
  publicPart,
  sha256Hex,
  signRelease,
  verifyReport,
  type PrivateSigningKey,
  type ReleaseDocument,
  type ReleaseManifest,
  type ReportKind,
  type ServingReport,
  type UsageBatch,
} from '@modellregion/schema/release';
import type { Issued } from '../support/certificates.js';
import { composed } from '../support/gateway-under-test.js';
import type { FakeSubgraph } from '../support/fake-subgraph.js';

export const REGION = 'owl';
export const stewardKey = generateSigningKey('steward-1');
export const gatewayKey = generateSigningKey('gateway-1');

interface Release {
  readonly sequence: number;
  readonly hash: string;
  readonly document: ReleaseDocument;
}

/** What a release is made of, besides what follows from the one before. */
export interface Releasing {
  readonly subgraphs: readonly FakeSubgraph[];
  /** Default: what the subgraphs compose to. */
  readonly supergraph?: string;
  readonly signedBy?: PrivateSigningKey;
  readonly manifest?: Partial<ReleaseManifest>;
  /** Call keys of all subgraphs. */
  readonly callKeys?: ReleaseManifest['subgraphs'][number]['keys'];
  /** Version of the contract that all subgraphs state. */
  readonly contract?: number;
}

type Behaviour = (request: IncomingMessage, response: ServerResponse) => void;

/** A registry as gateways see it, over real HTTP and with real signatures. */
export class FakeRegistry {
  /** Every question for the latest release, as its headers tell. */
  readonly asked: { readonly etag: string | undefined; readonly prefer: string | undefined }[] = [];
  readonly releases: Release[] = [];
  readonly usage: UsageBatch[] = [];
  /** Batches that it did not take, each as often as it came. */
  readonly turnedAway: UsageBatch[] = [];
  readonly serving: ServingReport[] = [];
  /** What it answers to reports; 202: it takes them. */
  reportStatus = 202;
  port = 0;
  /** What it shows when it listens the next time; null: plain HTTP. */
  certificate: Issued | null = null;
  #server: Server | null = null;
  #behaviour: Behaviour | null = null;
  readonly #waiting = new Set<() => void>();
  readonly #listeners = new Set<() => void>();

  static async start(certificate: Issued | null = null): Promise<FakeRegistry> {
    const registry = new FakeRegistry();
    registry.certificate = certificate;
    await registry.up();
    return registry;
  }

  get url(): string {
    return `${this.certificate === null ? 'http' : 'https'}://127.0.0.1:${String(this.port)}`;
  }

  /** Listens, again on the same port. */
  async up(): Promise<void> {
    const listener: Behaviour = (request, response) => {
      if (this.#behaviour !== null) this.#behaviour(request, response);
      else void this.#answer(request, response);
    };
    const { certificate } = this;
    this.#server = certificate === null ? createServer(listener) : createTlsServer(certificate, listener);
    this.#server.listen(this.port, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    this.port = typeof address === 'object' && address !== null ? address.port : 0;
  }

  /** Ends as a process that was killed: whatever is under way breaks. */
  async down(): Promise<void> {
    const server = this.#server;
    if (server === null) return;
    this.#server = null;
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }

  /** Misbehaves from now on; null: is good again. Who waits is answered so as well. */
  behave(behaviour: Behaviour | null): void {
    this.#behaviour = behaviour;
    this.#server?.closeAllConnections();
  }

  async release(releasing: Releasing): Promise<Release> {
    const release = await makeRelease(releasing, this.releases.at(-1) ?? null);
    this.releases.push(release);
    for (const wake of this.#waiting) wake();
    return release;
  }

  /** Once something arrived that makes this true. */
  async until(met: () => boolean): Promise<void> {
    while (!met()) {
      await new Promise<void>((resolve) => {
        this.#listeners.add(resolve);
      });
    }
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
    this.#listeners.clear();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, what, which] = /^\/(releases|reports)\/(\w+)/.exec(request.url ?? '') ?? [];
    if (what === 'reports') {
      await this.#takeReport(which as ReportKind, request, response);
      return;
    }
    if (which !== 'latest') {
      this.#send(
        this.releases.find(({ sequence }) => sequence === Number(which)),
        response,
      );
      return;
    }
    const etag = request.headers['if-none-match'];
    const prefer = request.headers['prefer'];
    this.asked.push({ etag, prefer: typeof prefer === 'string' ? prefer : undefined });
    this.#tell();
    const isNew = (): boolean => `"${this.releases.at(-1)?.hash ?? ''}"` !== etag;
    if (!isNew() && prefer !== undefined) await this.#wait(Number(/wait=(\d+)/.exec(String(prefer))?.[1]));
    if (isNew()) this.#send(this.releases.at(-1), response);
    else response.writeHead(304).end();
  }

  #wait(seconds: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, seconds * 1_000);
      timer.unref();
      this.#waiting.add(wake);
    });
  }

  #send(release: Release | undefined, response: ServerResponse): void {
    if (release === undefined) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json', etag: `"${release.hash}"` });
    response.end(JSON.stringify(release.document));
  }

  async #takeReport(kind: ReportKind, request: IncomingMessage, response: ServerResponse): Promise<void> {
    let jws = '';
    for await (const chunk of request) jws += String(chunk);
    const keysOf = (gateway: string) => (gateway === 'gateway-owl' ? [publicPart(gatewayKey)] : []);
    const result = await verifyReport(kind, jws, { region: REGION, keysOf });
    if (!result.ok) {
      response.writeHead(400).end(result.refusal.text);
      return;
    }
    response.writeHead(this.reportStatus).end();
    if ('operations' in result.value) {
      (this.reportStatus === 202 ? this.usage : this.turnedAway).push(result.value);
    } else if (this.reportStatus === 202) this.serving.push(result.value);
    this.#tell();
  }
}

/** Signs what the subgraphs compose to as the release after another. */
export async function makeRelease(
  {
    subgraphs,
    supergraph = composed(subgraphs),
    signedBy = stewardKey,
    manifest,
    callKeys = [],
    contract,
  }: Releasing,
  previous: Release | null,
): Promise<Release> {
  const sequence = manifest?.sequence ?? (previous?.sequence ?? 0) + 1;
  const { jws, hash } = await signRelease(
    {
      format: 1,
      region: REGION,
      sequence,
      createdAt: new Date().toISOString(),
      previous: previous === null ? null : { sequence: previous.sequence, hash: previous.hash },
      restores: null,
      reason: 'as the test wants it',
      supergraph: { sha256: sha256Hex(supergraph) },
      variants: [],
      subgraphs: subgraphs.map(({ name, url, sdl }) => ({
        name,
        operator: {
          name: `Stadt ${name}`,
          ags: '05774032',
          contact: { office: 'Amt', email: 'amt@owl.example' },
        },
        url,
        sdlSha256: sha256Hex(sdl),
        version: sequence,
        deadlineMs: 2_000,
        dataClasses: ['PUBLIC'],
        owns: [],
        ...(contract === undefined ? {} : { contract }),
        keys: callKeys,
      })),
      releaseKeys: [publicPart(signedBy)],
      contract: { current: 1, previous: 1 },
      ...manifest,
    },
    signedBy,
  );
  return { sequence, hash, document: { manifest: jws, supergraph } };
}
