/** A messaging service as the API writes it. */
export interface Service {
  sid: string;
  friendly_name: string;
  date_created: string;
  usecase: string;
  inbound_request_url: string | null;
  inbound_method: string;
  fallback_url: string | null;
  status_callback: string | null;
  use_inbound_webhook_on_number: boolean;
  sticky_sender: boolean;
  mms_converter: boolean;
  smart_encoding: boolean;
  fallback_to_long_code: boolean;
  area_code_geomatch: boolean;
  validity_period: number;
  us_app_to_person_registered: boolean;
}

/** Settings that are on or off, by their names on the wire. */
export const SWITCHES = {
  sticky_sender: "StickySender",
  area_code_geomatch: "AreaCodeGeomatch",
  fallback_to_long_code: "FallbackToLongCode",
  smart_encoding: "SmartEncoding",
  mms_converter: "MmsConverter",
  use_inbound_webhook_on_number: "UseInboundWebhookOnNumber",
} as const;

export const SERVICES = "messaging/v1/Services";
