-- Requests for wrk: the addresses of the file $PATHS in turn, and a random wait of $PACE_MS on average before each.
-- Prints one line at the end: requests per second, 50th, 99th and highest latency in milliseconds, answers that failed.
local paths = {}
for line in io.lines(os.getenv("PATHS")) do
  paths[#paths + 1] = line
end
local pace = tonumber(os.getenv("PACE_MS") or "0")
local count = 0

function init(arguments)
  math.randomseed(7)
  count = math.random(#paths)
end

function request()
  count = count + 1
  return wrk.format("GET", paths[count % #paths + 1])
end

if pace > 0 then
  function delay()
    return math.random(0, 2 * pace)
  end
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(
    string.format(
      "%.0f\t%.2f\t%.2f\t%.2f\t%d\n", summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000,
      latency:percentile(99) / 1000, latency.max / 1000,
      errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
