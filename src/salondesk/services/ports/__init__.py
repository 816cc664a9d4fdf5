"""What use cases need from storage, printers and the like, as Protocols; app/ wires who fulfils them."""
