// Lets builds of vite that a script starts beside each other run one after another; the script stays
// as it is. Loaded only where an experiment asks for it, beside the agent and not by it.
import * as module from 'node:module';

// Node has it from 20.6 on; where it lacks, nothing changes.
module.register?.('./builds_in_turn_hooks.mjs', import.meta.url);
