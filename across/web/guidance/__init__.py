"""The facilitator's guide and the accessibility statement as pages for everybody: plain HTML that asks no workshop."""
