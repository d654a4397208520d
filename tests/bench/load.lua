-- What wrk sends. BENCH_METHOD; BENCH_BODIES: a file with one body a line, sent in turn, "@" in them stands for a
-- number that is never the same; BENCH_RESULT: the file that the figures go to, as JSON.
local bodies, numbered, turn = {}, false, 0
local number = os.time() * 1000

wrk.method = os.getenv("BENCH_METHOD")
wrk.headers["Authorization"] = os.getenv("BENCH_AUTHORIZATION")

if wrk.method == "POST" then
    wrk.headers["Content-Type"] = "application/json"
    for line in io.lines(os.getenv("BENCH_BODIES")) do
        bodies[#bodies + 1] = line
        numbered = numbered or line:find("@", 1, true)
    end
    wrk.body = bodies[1]
end

local ready = {}

function init()
    for i, body in ipairs(bodies) do
        ready[i] = wrk.format(nil, nil, nil, body)
    end
end

-- Same length whatever the number, so that a prepared request stays right.
local function next_numbered()
    turn, number = turn % #bodies + 1, number + 1
    return wrk.format(nil, nil, nil, (bodies[turn]:gsub("@", tostring(number))))
end

local function next_in_turn()
    turn = turn % #ready + 1
    return ready[turn]
end

if numbered then
    request = next_numbered
elseif #bodies > 1 then
    request = next_in_turn
end

function done(summary, latency)
    local file = io.open(os.getenv("BENCH_RESULT"), "w")
    local bad = summary.errors.status + summary.errors.read + summary.errors.write + summary.errors.timeout
    file:write(string.format('{"requests": %d, "seconds": %f, "bytes": %d, "bad": %d, "p99_us": %d}\n',
        summary.requests, summary.duration / 1e6, summary.bytes, bad, latency:percentile(99)))
    file:close()
end
