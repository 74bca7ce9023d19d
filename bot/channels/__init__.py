"""One folder a platform: `inbound` and `outbound` are pure, `adapter` does the talking. None knows another."""
