-- A body after the other over kept-alive connections; prints one line of JSON at the end.
local bodies, at = {}, 0
local authorization = os.getenv("LOAD_AUTHORIZATION") or ""
local pause = tonumber(os.getenv("LOAD_PAUSE") or "0")

function init(args)
  local headers = { ["Content-Type"] = "application/x-www-form-urlencoded" }
  if authorization ~= "" then headers["Authorization"] = authorization end
  for body in (os.getenv("LOAD_BODIES") or ""):gmatch("[^\n]+") do
    bodies[#bodies + 1] = wrk.format("POST", nil, headers, body)
  end
  if #bodies == 0 then bodies[1] = wrk.format("GET", nil, headers) end
end

if pause > 0 then
  function delay() return pause end
end

function request()
  at = at % #bodies + 1
  return bodies[at]
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format('{"requests": %d, "seconds": %.6f, "p50": %.3f, "p99": %.3f, "refused": %d, "broken": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
