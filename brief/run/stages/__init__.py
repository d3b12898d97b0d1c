"""The way through the house: load, resolve, check, compose, print, prove. Stages never import each other."""
