// What waits on the device: finished items (queue) and forms that are being filled in (drafts).

const open = () =>
  new Promise((resolve, reject) => {
    const asked = indexedDB.open("phong-van", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("queue", { keyPath: "key" });
      asked.result.createObjectStore("drafts", { keyPath: "id" });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });

const database = open();

async function run(names, mode, work) {
  const base = await database;
  return new Promise((resolve, reject) => {
    const transaction = base.transaction(names, mode, { durability: "strict" });
    const result = work(transaction);
    transaction.oncomplete = () => resolve(result?.result);
    transaction.onabort = () => reject(transaction.error);
    transaction.onerror = () => reject(transaction.error);
  });
}

export const queued = () => run("queue", "readonly", (one) => one.objectStore("queue").getAll());
export const putItem = (item) => run("queue", "readwrite", (one) => one.objectStore("queue").put(item));
export const dropItem = (key) => run("queue", "readwrite", (one) => one.objectStore("queue").delete(key));
export const draftOf = (id) => run("drafts", "readonly", (one) => one.objectStore("drafts").get(id));
export const drafts = () => run("drafts", "readonly", (one) => one.objectStore("drafts").getAllKeys());
export const keepDraft = (draft) => run("drafts", "readwrite", (one) => one.objectStore("drafts").put(draft));

// A finished form leaves the drafts and joins the queue in one step: killed in between, it is in one of them.
export const finish = (draftId, item) =>
  run(["queue", "drafts"], "readwrite", (one) => {
    one.objectStore("queue").put(item);
    return one.objectStore("drafts").delete(draftId);
  });

// And back, where the server refused it and it can be mended.
export const reopen = (draft) =>
  run(["queue", "drafts"], "readwrite", (one) => {
    one.objectStore("drafts").put(draft);
    return one.objectStore("queue").delete(draft.key);
  });
