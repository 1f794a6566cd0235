//! What every cw-health contract needs on the chain: authorisation, paging, events, packed storage.
