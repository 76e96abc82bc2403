"""The live view: protocol, frames, the WebSocket route and the browser component."""
