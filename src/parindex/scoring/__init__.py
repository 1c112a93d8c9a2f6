"""From values to points: the pipeline, the rules, the aggregation and the reasons."""
