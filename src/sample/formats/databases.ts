/** Makes SQLite databases as browsers and messengers keep them, in memory, so that nothing of this machine gets in. */
import Database from 'better-sqlite3';
import type { Moment } from '../moment.ts';

export interface Visit {
  address: string;
  title: string;
  visitedAt: Moment;
}

export interface ChatMessage {
  from: string;
  text: string;
  sentAt: Moment;
  fromOwner: boolean;
}

/** Chrome's `History`: times are microseconds since 1601-01-01 UTC. */
export function writeBrowserHistory(visits: readonly Visit[]): Buffer {
  return inMemory((database) => {
    database.exec(`CREATE TABLE meta(key LONGVARCHAR NOT NULL UNIQUE PRIMARY KEY, value LONGVARCHAR);
CREATE TABLE urls(id INTEGER PRIMARY KEY AUTOINCREMENT, url LONGVARCHAR, title LONGVARCHAR, visit_count INTEGER DEFAULT 0 NOT NULL, typed_count INTEGER DEFAULT 0 NOT NULL, last_visit_time INTEGER NOT NULL, hidden INTEGER DEFAULT 0 NOT NULL);
CREATE TABLE visits(id INTEGER PRIMARY KEY AUTOINCREMENT, url INTEGER NOT NULL, visit_time INTEGER NOT NULL, from_visit INTEGER, transition INTEGER DEFAULT 0 NOT NULL, segment_id INTEGER, visit_duration INTEGER DEFAULT 0 NOT NULL);
CREATE TABLE keyword_search_terms(keyword_id INTEGER NOT NULL, url_id INTEGER NOT NULL, term LONGVARCHAR NOT NULL, normalized_term LONGVARCHAR NOT NULL);
CREATE INDEX visits_url_index ON visits (url);
INSERT INTO meta VALUES('version','65'),('last_compatible_version','16');`);
    const addAddress = database.prepare('INSERT INTO urls(url, title, visit_count, last_visit_time) VALUES(?, ?, 1, ?)');
    const addVisit = database.prepare('INSERT INTO visits(url, visit_time, transition, visit_duration) VALUES(?, ?, 805306368, ?)');
    visits.forEach((visit, index) => {
      const time = (BigInt(Math.floor(visit.visitedAt)) + 11_644_473_600n) * 1_000_000n;
      const { lastInsertRowid } = addAddress.run(visit.address, visit.title, time);
      addVisit.run(lastInsertRowid, time, 1_000_000 * (5 + (index % 90)));
    });
  });
}

/** WhatsApp's `msgstore.db`, its core: times are milliseconds since the Unix epoch. */
export function writeMessageStore(messages: readonly ChatMessage[]): Buffer {
  return inMemory((database) => {
    database.exec(`CREATE TABLE jid(_id INTEGER PRIMARY KEY AUTOINCREMENT, user TEXT NOT NULL, server TEXT NOT NULL, raw_string TEXT);
CREATE TABLE chat(_id INTEGER PRIMARY KEY AUTOINCREMENT, jid_row_id INTEGER UNIQUE, subject TEXT, sort_timestamp INTEGER);
CREATE TABLE message(_id INTEGER PRIMARY KEY AUTOINCREMENT, chat_row_id INTEGER NOT NULL, from_me INTEGER NOT NULL, key_id TEXT NOT NULL, timestamp INTEGER, text_data TEXT);`);
    const contacts = [...new Set(messages.map((message) => message.from))];
    const addContact = database.prepare("INSERT INTO jid(user, server, raw_string) VALUES(?, 's.whatsapp.net', ?)");
    const addChat = database.prepare('INSERT INTO chat(jid_row_id, sort_timestamp) VALUES(?, 0)');
    for (const contact of contacts) addChat.run(addContact.run(contact, `${contact}@s.whatsapp.net`).lastInsertRowid);
    const addMessage = database.prepare('INSERT INTO message(chat_row_id, from_me, key_id, timestamp, text_data) VALUES(?, ?, ?, ?, ?)');
    messages.forEach((message, index) => {
      const key = `3EB0${index.toString(16).toUpperCase().padStart(12, '0')}`;
      addMessage.run(contacts.indexOf(message.from) + 1, message.fromOwner ? 1 : 0, key, Math.floor(message.sentAt) * 1000, message.text);
    });
  });
}

function inMemory(fill: (database: Database.Database) => void): Buffer {
  const database = new Database(':memory:');
  try {
    database.pragma('page_size = 4096');
    database.transaction(fill)(database);
    return database.serialize();
  } finally {
    database.close();
  }
}
