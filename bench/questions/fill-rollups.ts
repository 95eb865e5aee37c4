// A year of a newsroom, made in SQL: articles read most on their first days, a few of them far more than the rest;
// whole days as article_day, the last thirty of them by the hour as well, and the last two and a half in slices.

import type { DataSource } from 'typeorm';
import { SLICE_MS } from '../../src/views/slice';

export interface Size {
  articles: number;
  days: number;
  articleDays: number;
  views: number;
}

export const wholeSize: Size = { articles: 100_000, days: 365, articleDays: 2_000_000, views: 100_000_000 };
export const quickSize: Size = { articles: 2_000, days: 90, articleDays: 20_000, views: 400_000 };

/** Days of which hours are there, before those of which slices are. */
const HOUR_DAYS = 30;
const SECTIONS = 24;
const LANGUAGES = ['en', 'ko', 'de', 'fr'];
const EXCLUDED = 5_000;

export async function fillRollups(dataSource: DataSource, size: Size, nowMs: number): Promise<void> {
  const today = Math.floor(nowMs / 86_400_000);
  const run = (sql: string, values: unknown[] = []) => dataSource.query(sql, values);
  await fillArticles(run, size, today);
  await makeMonths(run, size, today);
  const hourMark = (today - 2) * 96;
  await run(
    `insert into counter_generation (name, lineage, partition, is_merged) values ('old', 'l', 0, true)`,
  );
  // As they are born: one for each slice and partition.
  await run(
    `insert into counter_generation (name, lineage, partition, slice)
     select 'm ' || slice || ' ' || part, 'm', part, slice
     from generate_series($1::integer, $2::integer) as slice, generate_series(0, 15) as part order by slice, part`,
    [hourMark, hourMark + 3 * 96 - 1],
  );
  const ageMax = Math.ceil(size.articleDays / size.articles);
  // What an article is read on a day: by its place among all, and less with every day.
  await run(
    `create unlogged table reading as
     select a.number as article, (a.published_at at time zone 'UTC')::date - date '1970-01-01' + age as day,
       power(1 + (a.number * 7919) % ${size.articles}, -0.75::float8) * power(age + 1, -1.3::float8) as weight
     from article a, generate_series(0, ${ageMax - 1}) as age`,
  );
  await run(`delete from reading where day > ${today}`);
  await run(
    `create unlogged table counted as
     select article, day,
       greatest(1, round(weight * ${size.views} / (select sum(weight) from reading)))::bigint as views
     from reading`,
  );
  await run(
    `insert into rollup_day
     select date '1970-01-01' + day::integer, article, counter, greatest(1, views / 2)
     from counted, (values (1), (101)) as c (counter)
     where day < ${today - 2 - HOUR_DAYS} and (counter = 1 or views > 20)`,
  );
  await run(
    `insert into article_day
     select date '1970-01-01' + day::integer, article, views from counted where day < ${today - 2}`,
  );
  await run(
    `insert into rollup_hour
     select day * 96 + hour * 4, article, counter, greatest(1, views / 36) from counted,
       generate_series(0, 23) as hour, (values (1), (101)) as c (counter)
     where day >= ${today - 2 - HOUR_DAYS} and day < ${today - 2}
       and (hour * 5 + article) % 24 < views and (counter = 1 or views > 20)`,
  );
  await run(
    `insert into rollup_site select slice, counter, sum(amount) from rollup_hour group by slice, counter`,
  );
  // Not before now: today has only begun.
  await run(
    `insert into rollup_slice
     select g.slice, article, counter, g.id, greatest(1, views / 130) from counted,
       generate_series(0, 95) as part, (values (1), (101)) as c (counter), counter_generation g
     where day >= ${today - 2} and g.slice = day * 96 + part and g.partition = article % 16
       and (part * 7 + article) % 96 < views and (counter = 1 or views > 60)
       and day * 96 + part <= ${Math.floor(nowMs / SLICE_MS)}`,
  );
  await run(
    `insert into article_total select article, 1, sum(views) from counted where day < ${today - 2} group by article`,
  );
  await run(`insert into rollup_watermark values ('HOUR', $1), ('DAY', $2)`, [
    hourMark,
    hourMark - HOUR_DAYS * 96,
  ]);
  await run(
    `insert into rollup_exclusion
     select gen_random_uuid(), (day * 96 + article % 96)::integer, article, 1, 1, article % 2
     from counted order by md5(article::text || day::text) limit ${EXCLUDED}`,
  );
  await run('drop table reading');
  await run('drop table counted');
  await run('vacuum analyze');
}

async function fillArticles(
  run: (sql: string, values?: unknown[]) => Promise<unknown>,
  { articles, days }: Size,
  today: number,
): Promise<void> {
  const uuid = (kind: number, number: string) =>
    `('0190000${kind}-0000-7000-8000-' || lpad(${number}::text, 12, '0'))::uuid`;
  await run(
    `insert into section (id, slug, name, parent_id) select ${uuid(1, 'n')}, 'section-' || n, 'Section ' || n,
       case when n > 6 then ${uuid(1, '(n % 6 + 1)')} end from generate_series(1, ${SECTIONS}) as n order by n`,
  );
  await run(
    `insert into author (id, slug, name)
     select ${uuid(2, 'n')}, 'author-' || n, 'Author ' || n from generate_series(1, 400) n`,
  );
  await run(
    `insert into tag (id, slug, name) select ${uuid(3, 'n')}, 'tag-' || n, 'Tag ' || n from generate_series(1, 1000) n`,
  );
  await run(
    `insert into article (id, slug, headline, standfirst, body, language, status, published_at, updated_at,
       created_at, section_id)
     select ${uuid(4, 'n')}, 'article-' || n, 'Headline ' || n, '', '',
       ($1::text[])[1 + (n % 7) * (n % 7) % 7 % 4], 'PUBLISHED',
       at, at, at, ${uuid(1, `(n % ${SECTIONS} + 1)`)}
     from (select n,
         to_timestamp(((${today} - ${days} + 1)::bigint + n::bigint * ${days} / ${articles + 1}) * 86400) as at
       from generate_series(1, ${articles}) n) made order by n`,
    [LANGUAGES],
  );
  await run(`insert into article_author select id, ${uuid(2, '(number % 400 + 1)')}, 0 from article`);
  await run(
    `insert into article_tag select distinct a.id, ${uuid(3, '((a.number * k * k) % 1000 + 1)')}
     from article a, generate_series(1, 3) k`,
  );
  await run('analyze');
}

async function makeMonths(
  run: (sql: string, values?: unknown[]) => Promise<unknown>,
  { days }: Size,
  today: number,
): Promise<void> {
  const months = new Set(
    Array.from({ length: days + 40 }, (_, back) =>
      new Date((today + 1 - back) * 86_400_000).toISOString().slice(0, 7),
    ),
  );
  for (const month of months) {
    const begin = new Date(`${month}-01T00:00:00Z`);
    const end = new Date(begin);
    end.setUTCMonth(begin.getUTCMonth() + 1);
    const [first, next] = [begin, end].map((at) => at.getTime() / SLICE_MS);
    const [firstDay, nextDay] = [begin, end].map((at) => at.toISOString().slice(0, 10));
    const name = month.replace('-', '_');
    for (const table of ['rollup_slice', 'rollup_hour'])
      await run(
        `create table if not exists ${table}_${name} partition of ${table} for values from (${first}) to (${next})`,
      );
    for (const table of ['article_day', 'rollup_day', 'article_readers'])
      await run(
        `create table if not exists ${table}_${name} partition of ${table}
           for values from ('${firstDay}') to ('${nextDay}')`,
      );
  }
}
