#!/usr/bin/env node
import { spawnSync } from "node:child_process";
import { findBinary } from "../binary.js";

const { status, signal, error } = spawnSync(findBinary(), process.argv.slice(2), { stdio: "inherit" });
if (error) throw error;
if (signal) process.kill(process.pid, signal);
process.exitCode = status ?? 1;
