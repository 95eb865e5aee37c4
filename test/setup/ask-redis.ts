import { createConnection } from 'node:net';

/**
 * One command to a Redis, without a client that would try again: a string, a number in words, or an error.
 */
export function askRedis(url: string, ...command: string[]): Promise<string> {
  const { hostname, port, password } = new URL(url);
  const ask = password ? [['AUTH', password], command] : [command];
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host: hostname, port: Number(port) });
    let received = '';
    socket.on('error', reject);
    socket.on('close', () => reject(new Error(`Redis closed the connection: ${received}`)));
    socket.write(ask.map(encode).join(''));
    socket.on('data', (chunk) => {
      received += chunk.toString('utf8');
      const answers = received.match(/[+:-].*\r\n|\$-1\r\n|\$\d+\r\n[^\r]*\r\n/g) ?? [];
      if (answers.length < ask.length) return;
      const answer = (answers.at(-1) ?? '').trim();
      socket.destroy();
      if (answer.startsWith('-')) reject(new Error(answer));
      else resolve(answer.startsWith('$') ? (answer.split('\r\n')[1] ?? '') : answer.slice(1));
    });
  });
}

function encode(words: string[]): string {
  return `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;
}
