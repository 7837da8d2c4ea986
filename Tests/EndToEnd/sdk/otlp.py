"""Reads requests to a collector from standard input, one a line, with the collector's own message types: an unknown field or a wrong type is an error."""

import json
import sys

from google.protobuf.json_format import ParseDict
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

count = 0
for line in sys.stdin:
    request = ParseDict(json.loads(line), ExportTraceServiceRequest(), ignore_unknown_fields=False)
    for resource in request.resource_spans:
        for scope in resource.scope_spans:
            for span in scope.spans:
                assert span.name and 0 < span.start_time_unix_nano <= span.end_time_unix_nano, span
                count += 1
print(f"{count} spans")
