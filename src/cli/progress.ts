import { Presets, SingleBar } from 'cli-progress';

/** Shows how far a command is: a bar on a terminal, a line now and then elsewhere. */
export interface Progress {
  /** `note` stands behind the bar: "21,000 views/s". */
  update(done: number, note?: string): void;
  end(): void;
}

export interface ProgressTask {
  title: string;
  all: number;
  /** What is counted: "items". */
  unit: string;
}

/** A log file gets no more lines than this a task. */
const LINES = 10;

/** On standard error, so that what a command gives on standard output stays clean. */
export function showProgress(task: ProgressTask, out: NodeJS.WriteStream = process.stderr): Progress {
  return out.isTTY ? bar(task, out) : lines(task, out);
}

function bar({ title, all, unit }: ProgressTask, out: NodeJS.WriteStream): Progress {
  const shown = new SingleBar(
    {
      format: `${title} {bar} {percentage}% {value}/{total} ${unit} {note}`,
      stream: out,
      hideCursor: true,
      barsize: 30,
      fps: 8,
    },
    Presets.shades_classic,
  );
  shown.start(all, 0, { note: '' });
  return {
    update: (done, note = '') => shown.update(done, { note }),
    end: () => shown.stop(),
  };
}

function lines({ title, all, unit }: ProgressTask, out: NodeJS.WriteStream): Progress {
  let told = 0;
  return {
    update(done, note = '') {
      const tenths = all === 0 ? LINES : Math.floor((done / all) * LINES);
      if (tenths <= told || done === all) return; // the end is told by what the command prints then
      told = tenths;
      const figures = `${done.toLocaleString('en')} of ${all.toLocaleString('en')} ${unit}`;
      out.write(`${title}: ${figures}${note && `, ${note}`}\n`);
    },
    end: () => undefined,
  };
}
