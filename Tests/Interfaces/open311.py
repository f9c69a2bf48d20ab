"""Open311 as its clients meet it: georeport (other people's client) in both formats, and the shapes by jsonschema."""

import urllib.error
import urllib.parse
import urllib.request
import xml.etree.ElementTree

import jsonschema
import requests
from georeport import GeoReport

TEXT = {"type": "string"}
MAYBE = {"type": ["string", "null"]}


def _object(**parts):
    return {"type": "object", "properties": parts, "required": list(parts), "additionalProperties": False}


SERVICES = {"type": "array", "items": _object(
    service_code=TEXT, service_name=TEXT, description=MAYBE, metadata={"type": "boolean"},
    type={"enum": ["realtime", "batch", "blackbox"]}, keywords=MAYBE, group=MAYBE)}
REQUEST = _object(
    service_request_id=TEXT, status={"enum": ["open", "closed"]}, status_notes=MAYBE, service_name=TEXT, service_code=TEXT,
    description=MAYBE, agency_responsible=MAYBE, service_notice=MAYBE, requested_datetime={"type": "string", "format": "date-time"},
    updated_datetime={"type": "string", "format": "date-time"}, expected_datetime={"type": ["string", "null"], "format": "date-time"},
    address=MAYBE, address_id=MAYBE, zipcode=MAYBE, lat={"type": ["number", "null"]}, long={"type": ["number", "null"]}, media_url=MAYBE)
REQUESTS = {"type": "array", "items": REQUEST}
ERRORS = {"type": "array", "minItems": 1, "items": _object(code={"type": "integer"}, description=TEXT)}
CREATED = {"type": "array", "minItems": 1, "maxItems": 1, "items": _object(service_request_id=TEXT, service_notice=MAYBE, account_id=MAYBE)}
TOKEN = {"type": "array", "minItems": 1, "maxItems": 1, "items": _object(service_request_id=TEXT, token=TEXT)}
DEFINITION = {
    "type": "object", "required": ["service_code", "attributes"], "properties": {
        "service_code": TEXT, "attributes": {"type": "array", "items": {
            "type": "object", "required": ["variable", "code", "datatype", "required", "order", "description"], "properties": {
                "variable": {"type": "boolean"}, "code": TEXT, "required": {"type": "boolean"}, "order": {"type": "integer"},
                "datatype": {"enum": ["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"]},
                "values": {"type": "array", "items": _object(key=TEXT, name=TEXT)}}}}}}


def _check(value, schema):
    jsonschema.validate(value, schema, format_checker=jsonschema.FormatChecker())


def check(base, key):
    """Troubles, and the number of a request that was made."""
    root = f"{base}/open311/v2"
    form = {"api_key": key, "service_code": "street-light", "lat": "-18.14159", "long": "178.44234", "attribute[fault]": "dark",
            "attribute[near][]": ["school", "clinic"], "description": "Dark since <Sunday> & cold"}
    refused = requests.post(f"{root}/requests.json", data={**form, "api_key": "no-key"}, timeout=30)
    assert refused.status_code == 403, refused.text
    _check(refused.json(), ERRORS)
    made = requests.post(f"{root}/requests.json", data=form, timeout=30)
    assert made.status_code == 200, made.text
    _check(made.json(), CREATED)
    number = made.json()[0]["service_request_id"]
    as_xml = requests.post(f"{root}/requests.xml", data=form, timeout=30)
    second = xml.etree.ElementTree.fromstring(as_xml.content).findtext("request/service_request_id")

    json_client = GeoReport(root, jurisdiction="fj", api_key=key)
    xml_client = GeoReport(root, api_key=key, output_format="xml")
    services = json_client.get_service_list()
    _check(services, SERVICES)
    assert [one["service_code"] for one in services] == ["street-light"], services
    assert xml_client.get_service_list()["service_code"] == "street-light"
    definition = json_client.get_service_definition("street-light")
    _check(definition, DEFINITION)
    assert [one["code"] for one in definition["attributes"]] == ["fault", "since", "near", "pole"], definition
    assert len(xml_client.get_service_definition("street-light")["attributes"]["attribute"]) == 4
    found = json_client.get_service_requests(service_code="street-light", status="open")
    _check(found, REQUESTS)
    assert {number, second} <= {one["service_request_id"] for one in found}, found
    one = json_client.get_service_request(number)
    _check(one, REQUEST)  # the client takes it out of its array
    assert (one["lat"], one["long"]) == (-18.14, 178.44), one
    assert one["description"] == "Dark since <Sunday> & cold"
    xml_requests = xml_client.get_service_requests(service_request_id=f"{number},{second}")
    assert {item["service_request_id"] for item in xml_requests} == {number, second}
    _check(requests.get(f"{root}/tokens/{number}.json", timeout=30).json(), TOKEN)
    unknown = requests.get(f"{root}/services/none.json", timeout=30)
    assert unknown.status_code == 404
    _check(unknown.json(), ERRORS)
    xml_error = requests.get(f"{root}/requests.xml?status=maybe", timeout=30)
    assert xml_error.status_code == 400 and xml_error.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert xml.etree.ElementTree.fromstring(xml_error.content).findtext("error/code") == "400"
    discovery = xml.etree.ElementTree.fromstring(requests.get(f"{base}/open311/discovery.xml", timeout=30).content)
    kinds = {end.findtext("type"): end.findtext("url") for end in discovery.findall("endpoints/endpoint")}
    assert kinds == {"production": root, "test": f"{base}/open311/test/v2"}, kinds
    assert requests.get(kinds["test"] + "/services.json", timeout=30).json() == services
