"""Working time: days worked (``days``), office hours (``office``), and counting it (``clock``)."""
