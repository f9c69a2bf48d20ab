-- What wrk sends and how it reports.  wrk … -s load.lua URL -- get [COOKIE] | search FILE | write TOKEN FILE | cases FILE
-- The report is one line of JSON on standard output.

local mode, text, lines, thread_count = "get", "", {}, 0

local function read_lines(file)
   local found = {}
   for line in io.lines(file) do
      if line ~= "" then found[#found + 1] = line end
   end
   return found
end

function setup(thread)
   thread:set("number", thread_count)
   thread_count = thread_count + 1
end

function init(arguments)
   mode = arguments[1]
   if mode == "search" or mode == "cases" then
      lines = read_lines(arguments[2])
   elseif mode == "get" and arguments[2] then
      wrk.headers["Cookie"] = arguments[2]
   elseif mode == "write" then
      wrk.headers["Authorization"] = "Bearer " .. arguments[2]
      wrk.headers["Content-Type"] = "application/json"
      for line in io.lines(arguments[3]) do text = text .. line .. "\n" end
   end
   counter = 0
   text_of_thread = tostring(number) .. "-" .. tostring(os.time())
end

function request()
   counter = counter + 1
   -- Each call comes from another person, for the limits are those of one address; the server trusts this one as a proxy.
   wrk.headers["X-Forwarded-For"] = string.format("10.%d.%d.%d", number + 1, math.floor(counter / 250) % 250, counter % 250)
   if mode == "search" then
      return wrk.format("GET", wrk.path .. lines[(counter * 7 + number) % #lines + 1])
   elseif mode == "cases" then
      -- A line holds a case's number and secret, which a browser keeps in a cookie.
      local reference, code = lines[(counter * 7 + number) % #lines + 1]:match("(%S+) (%S+)")
      wrk.headers["Cookie"] = "sangam-case=" .. reference .. "." .. code
      return wrk.format("GET", wrk.path .. "/" .. reference)
   elseif mode == "write" then
      -- Each body is its own: {{unique}} in the file becomes a text that comes once.
      local body = text:gsub("{{unique}}", text_of_thread .. "-" .. counter)
      return wrk.format("POST", wrk.path, nil, body)
   end
   return wrk.format("GET", wrk.path)
end

function done(summary, latency, requests)
   local errors = summary.errors
   io.write(string.format(
      '{"rate": %.1f, "p50": %.3f, "p95": %.3f, "p99": %.3f, "requests": %d, "refused": %d, "broken": %d}\n',
      summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1000, latency:percentile(95) / 1000,
      latency:percentile(99) / 1000, summary.requests, errors.status,
      errors.connect + errors.read + errors.write + errors.timeout))
end
