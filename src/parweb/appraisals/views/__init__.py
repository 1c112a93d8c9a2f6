"""Pages of appraisals, by what people come for."""
