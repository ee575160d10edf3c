"""What may stand in each file of a plan, as frozen records, and the plan that they make
together.
"""
