import { expect, it } from "vitest";

/** The tests of a service that logs each request that it answers. */
export function requestsTo(service: string) {
  for (let request = 1; request <= 10; request++) {
    it(`answers request ${request}`, () => {
      for (let line = 0; line < 16; line++) {
        const trace = Array.from({ length: 900 }, (_, step) => `${service}/${request}/${line}/${step}/resolved`);
        console.log(JSON.stringify({ service, request, line, trace }));
      }
      expect(request).toBeGreaterThan(0);
    });
  }
}
