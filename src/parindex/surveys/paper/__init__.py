"""The paper form (phiếu giấy): pages to print, each sheet with a QR of its batch and form."""
