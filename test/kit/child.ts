import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const loader = new URL('./typescript-loader.mjs', import.meta.url);

/** A process of its own, for what only a second process can show: crashes, races, attaching. */
export class Child {
  readonly process: ChildProcess;
  /** What it said so far, line by line. */
  readonly lines: string[] = [];
  readonly #reader: Interface;
  #complaint = '';

  /** Runs a TypeScript file; `input` reaches it as JSON in its first argument. */
  constructor(script: URL, input: unknown) {
    const args = ['--import', loader.href, fileURLToPath(script), JSON.stringify(input)];
    this.process = spawn(process.execPath, ['--no-warnings', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    const { stdout, stderr } = this.process;
    if (!stdout || !stderr) throw new Error('no pipes');
    stderr.setEncoding('utf8').on('data', (text: string) => (this.#complaint += text));
    this.#reader = createInterface(stdout).on('line', (line) => this.lines.push(line));
  }

  /** Resolves with the first line that matches, of those said before and those to come. */
  async says(pattern: RegExp): Promise<string> {
    for (;;) {
      const line = this.lines.find((each) => pattern.test(each));
      if (line !== undefined) return line;
      if (this.process.exitCode !== null)
        throw new Error(`It ended without saying ${pattern}:\n${this.#complaint}`);
      await Promise.race([once(this.#reader, 'line'), once(this.process, 'exit')]);
    }
  }

  /** Resolves when it is gone and all it said has been read. */
  async ends(): Promise<number | null> {
    if (this.process.exitCode === null && this.process.signalCode === null) await once(this.process, 'close');
    return this.process.exitCode;
  }

  /** As by kill -9: it cannot tidy up. */
  async kill(): Promise<void> {
    this.process.kill('SIGKILL');
    await this.ends();
  }
}
