// The device's own database. What is written here is on the disk before it is answered: without "strict", Chrome
// reports a write as done while it still stands in memory alone.
const NAME = "anju-field",
  VERSION = 1;
let opened;

function connect() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      const db = request.result;
      db.createObjectStore("vault");
      db.createObjectStore("state");
      db.createObjectStore("homes", { keyPath: "code" });
      const operations = db.createObjectStore("operations", { keyPath: "number" });
      operations.createIndex("key", "key", { unique: true });
      operations.createIndex("stage", "stage");
      db.createObjectStore("photos", { keyPath: "sha256" }).createIndex("stage", "stage");
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => {
        request.result.close();
        opened = undefined;
      };
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("another tab holds an older version open"));
  });
}

export function database() {
  opened ??= connect().catch((error) => {
    opened = undefined;
    throw error;
  });
  return opened;
}

async function within(stores, mode, act) {
  const transaction = (await database()).transaction(stores, mode, { durability: "strict" });
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error("the write was taken back"));
  });
  const result = act(...[stores].flat().map((name) => transaction.objectStore(name)));
  await done;
  return result instanceof IDBRequest ? result.result : result;
}

export const write = (stores, act) => within(stores, "readwrite", act);
export const read = (stores, act) => within(stores, "readonly", act);
export const state = (name) => read("state", (store) => store.get(name));
export const setState = (name, value) => write("state", (store) => store.put(value, name));

export async function forgetAll() {
  // Everything on this device. Only for a device without unsent operations, or by its holder's explicit word.
  const db = await database();
  db.close();
  opened = undefined;
  await new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(NAME);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error);
  });
}
