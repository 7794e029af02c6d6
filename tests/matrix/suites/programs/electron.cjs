// Stands in for Electron: what tells it apart is this version.
Object.defineProperty(process.versions, "electron", { value: "31.0.0", enumerable: true });
